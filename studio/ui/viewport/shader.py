"""The one fragment shader of the viewport: it finds for each pixel of the screen what both sides show there."""

from __future__ import annotations

from dataclasses import dataclass

VERTEX = """
#version 330 core
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }
"""

_HEAD = """
out vec4 outcome;

uniform vec2 screen;       // size in pixels of the screen
uniform vec2 origin;       // where the source's (0, 0) lies, in pixels of the screen from the top left
uniform float zoom;        // pixels of the screen for one of the source
uniform float gain, gamma, brightness;
uniform vec4 wipe;         // a point in source pixels, and the line's normal
uniform float boost;       // of a difference
uniform vec4 region;       // in source pixels
uniform vec3 ground;
uniform float density;     // pixels of the screen for a logical one
uniform sampler2D ramp, hues;

struct Seen { vec4 light; vec4 ink; };

bool inside(vec4 rect, vec2 p) {
    return p.x >= rect.x && p.y >= rect.y && p.x < rect.z && p.y < rect.w;
}

vec4 nearest(sampler2D sheet, vec4 rect, vec2 p) {
    ivec2 size = textureSize(sheet, 0);
    ivec2 at = ivec2(floor((p - rect.xy) / (rect.zw - rect.xy) * vec2(size)));
    return texelFetch(sheet, clamp(at, ivec2(0), size - 1), 0);
}

vec4 smoothly(sampler2D sheet, vec4 rect, vec2 p, float level) {
    return textureLod(sheet, (p - rect.xy) / (rect.zw - rect.xy), level);
}

vec3 flow_colour(vec2 moved, float most) {
    float far = length(moved) / max(most, 1e-6);
    vec3 hue = texture(hues, vec2(fract(atan(moved.y, moved.x) / 6.28318530718), 0.5)).rgb;
    return far <= 1.0 ? 1.0 - far * (1.0 - hue) : hue * 0.75;
}

vec3 depth_colour(float metres, vec2 span) {
    if (isinf(metres) || isnan(metres)) return vec3(0.09, 0.09, 0.11);
    float near = (1.0 / max(metres, 1e-4) - 1.0 / span.y) / max(1.0 / span.x - 1.0 / span.y, 1e-9);
    return texture(ramp, vec2(clamp(near, 0.0, 1.0) * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
}
"""

_SIDE = """
uniform sampler2D @_sheet, @_photo, @_colours;
uniform vec4 @_frame, @_rect, @_photo_rect;
uniform vec2 @_span;
uniform float @_dim, @_level, @_photo_level;

Seen see_@(vec2 p) {
    Seen seen = Seen(vec4(0.0, 0.0, 0.0, 1.0), vec4(0.0));
    if (!inside(@_frame, p)) return seen;
#if @_HAS_PHOTO
    if (inside(@_photo_rect, p)) {
#if @_SHARP
        seen.light = nearest(@_photo, @_photo_rect, p);
#else
        seen.light = smoothly(@_photo, @_photo_rect, p, @_photo_level);
#endif
        seen.light.rgb *= @_dim;
    }
#endif
    vec4 found = vec4(0.0);
#if @_KIND != 7
    if (inside(@_rect, p)) {
#if @_SHARP || @_KIND == 4
        found = nearest(@_sheet, @_rect, p);
#else
        found = smoothly(@_sheet, @_rect, p, @_level);
#endif
    }
#endif
#if @_KIND == 1
    seen.light = found;
#elif @_KIND == 2
    seen.ink = vec4(depth_colour(found.r, @_span), 1.0);
#elif @_KIND == 3
    float moved = @_HAS_PHOTO == 1 ? clamp(4.0 * length(found.rg) / @_span.y, 0.0, 1.0) : 1.0;
    seen.ink = vec4(flow_colour(found.rg, @_span.y), 1.0) * moved;
#elif @_KIND == 4
    int who = int(found.r * 255.0 + 0.5);
    if (who > 0) seen.ink = vec4(texelFetch(@_colours, ivec2(who - 1, 0), 0).rgb, 1.0) * 0.72;
#elif @_KIND == 5
    seen.ink = @_GREY == 1 ? vec4(vec3(found.r), 1.0) : vec4(0.92, 0.16, 0.12, 1.0) * 0.62 * found.r;
#elif @_KIND == 6
    seen.ink = found;
#endif
    return seen;
}
"""

_BODY = """
vec3 shown(Seen seen, vec2 at) {
    vec4 light = seen.light;
#if CHANNEL == 4
    return mix(vec3(light.a), seen.ink.rgb, seen.ink.a);
#else
    vec3 c = light.rgb;
#if CHANNEL == 1
    c = c.rrr;
#elif CHANNEL == 2
    c = c.ggg;
#elif CHANNEL == 3
    c = c.bbb;
#elif CHANNEL == 5
    c = vec3(dot(c, vec3(0.2126, 0.7152, 0.0722)));
#elif CHECKER
    vec2 square = floor(at / (8.0 * density));
    float tone = mod(square.x + square.y, 2.0) < 0.5 ? 0.085 : 0.16;
    c += (1.0 - clamp(light.a, 0.0, 1.0)) * tone;
#endif
    c *= gain;
#if GAMMA
    c = pow(max(c, 0.0), vec3(1.0 / gamma));
#endif
#if PURE_INK
    return seen.ink.rgb;
#else
    vec3 drawn = display_transform(vec4(c, 1.0)).rgb;
    return clamp(drawn, 0.0, 1.0) * (1.0 - seen.ink.a) + seen.ink.rgb;
#endif
#endif
}

#if LINES
// a line between two pixels of the picture
float line_at(vec2 p) {
    vec4 rect = LINES == 1 ? one_rect : one_photo_rect;
    vec2 texels = vec2(LINES == 1 ? textureSize(one_sheet, 0) : textureSize(one_photo, 0));
    vec2 wide = zoom * (rect.zw - rect.xy) / max(texels, 1.0);
    vec2 from = fract((p - rect.xy) * zoom / wide) * wide;
    return min(from.x, from.y) < 1.0 ? clamp((min(wide.x, wide.y) / density - 10.0) / 10.0, 0.0, 1.0) : 0.0;
}
#endif

void main() {
    vec2 at = vec2(gl_FragCoord.x, screen.y - gl_FragCoord.y);
    vec2 p = (at - origin) / zoom;
#if COMPARISON == 1
    bool second = dot(p - wipe.xy, wipe.zw) > 0.0;
#elif COMPARISON == 3
    bool second = at.x >= floor(screen.x / 2.0);
    if (second) p.x -= floor(screen.x / 2.0) / zoom;
#endif
#if REGION
    // neither found nor transformed: what is not looked at costs nothing
    bool there = inside(one_rect, p) || inside(one_photo_rect, p);
#if COMPARISON != 0
    there = there || inside(other_rect, p) || inside(other_photo_rect, p);
#endif
    if (!there) {
        outcome = vec4(inside(one_frame, p) ? ground * 0.4 : ground, 1.0);
        return;
    }
#endif
#if COMPARISON == 0
    Seen seen = see_one(p);
#else
    Seen a = see_one(p), b = see_other(p);
#if COMPARISON == 2
    vec3 x = a.light.rgb * (1.0 - a.ink.a) + a.ink.rgb, y = b.light.rgb * (1.0 - b.ink.a) + b.ink.rgb;
    Seen seen = Seen(vec4(abs(x - y) * boost, 1.0), vec4(0.0));
#else
    Seen seen = Seen(second ? b.light : a.light, second ? b.ink : a.ink);
#endif
#endif
    vec3 c = shown(seen, at);
#if LINES
    c = mix(c, vec3(0.5) - sign(dot(c, vec3(0.333)) - 0.5) * 0.28, 0.35 * line_at(p));
#endif
#if REGION
    if (!inside(region, p)) c *= 0.28;
#endif
    vec4 frame = one_frame;
#if COMPARISON == 1 || COMPARISON == 3
    if (second) frame = other_frame;
#endif
    vec4 edge = frame + vec4(-1.0, -1.0, 1.0, 1.0) / zoom;
    vec3 beside = frame.z > frame.x && inside(edge, p) ? ground * 2.2 : ground;
    outcome = vec4(inside(frame, p) ? c * brightness : beside, 1.0);
}
"""


@dataclass(frozen=True)
class Half:
    """What the shader of one side is made for.

    Attributes:
        kind: As in :class:`~studio.ui.viewport.plane.Plane`.
        photo: There is a photo under it.
        sharp: Pixels are shown as squares.
        grey: A matte is shown in grey.
    """

    kind: int
    photo: bool = False
    sharp: bool = False
    grey: bool = False


@dataclass(frozen=True)
class Variant:
    """What a shader is made for: whatever would be decided for each pixel is decided once, here.

    Software renderers walk through both sides of every branch, and cards are quicker too.
    """

    display: str
    one: Half
    other: Half
    comparison: int
    channel: int
    gamma: bool
    checker: bool
    lines: int
    region: bool


def fragment(variant: Variant, transform: str) -> str:
    """The shader of a variant, with a display transform's text inside it."""
    compared = variant.comparison > 0
    pure = not compared and variant.one.kind in (2, 3) and not (variant.one.kind == 3 and variant.one.photo)
    values = {
        "COMPARISON": variant.comparison, "CHANNEL": variant.channel, "GAMMA": variant.gamma, "PURE_INK": pure,
        "CHECKER": variant.checker, "LINES": variant.lines, "REGION": variant.region,
    }  # fmt: skip
    for name, half in (("one", variant.one), ("other", variant.other)):
        values |= {f"{name}_KIND": half.kind, f"{name}_HAS_PHOTO": half.photo and half.kind != 1}
        values |= {f"{name}_SHARP": half.sharp, f"{name}_GREY": half.grey}
    defines = "".join(f"#define {name} {int(value)}\n" for name, value in values.items())
    sides = _SIDE.replace("@", "one") + (_SIDE.replace("@", "other") if compared else "")
    return "#version 330 core\n" + defines + _HEAD + transform + sides + _BODY


OVERLAY_VERTEX = """
#version 330 core
out vec2 at;
void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    at = vec2(corner.x + 1.0, 1.0 - corner.y) / 2.0;
    gl_Position = vec4(corner, 0.0, 1.0);
}
"""

OVERLAY_FRAGMENT = """
#version 330 core
in vec2 at;
out vec4 outcome;
uniform sampler2D drawing;
void main() { outcome = texelFetch(drawing, ivec2(at * vec2(textureSize(drawing, 0))), 0).bgra; }
"""
