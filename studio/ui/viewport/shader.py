"""The one fragment shader of the viewport: it finds for each pixel of the screen what both sides show there."""

from __future__ import annotations

VERTEX = """
#version 330 core
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }
"""

_HEAD = """
#version 330 core
out vec4 outcome;

uniform vec2 screen;       // size in pixels of the screen
uniform vec2 origin;       // where the source's (0, 0) lies, in pixels of the screen from the top left
uniform float zoom;        // pixels of the screen for one of the source
uniform float gain, gamma, brightness;
uniform int channel;       // 0 all, 1 red, 2 green, 3 blue, 4 alpha, 5 luminance
uniform int comparison;    // 0 none, 1 wipe, 2 difference, 3 side by side
uniform vec4 wipe;         // a point in source pixels, and the line's normal
uniform float boost;       // of a difference
uniform int checker;
uniform vec4 region;       // in source pixels
uniform int has_region;
uniform vec3 ground;
uniform float density;     // pixels of the screen for a logical one

uniform sampler2D ramp, hues, colours;

struct Side {
    int kind; vec4 frame; vec4 rect; vec4 photo_rect; int has_photo; float dim; vec2 span; float level; int sharp;
    float photo_level; int grey;
};
uniform Side one, other;
uniform sampler2D one_sheet, one_photo, other_sheet, other_photo, other_colours;
"""

_BODY = """
struct Seen { vec4 light; vec4 ink; };

bool inside(vec4 rect, vec2 p) {
    return p.x >= rect.x && p.y >= rect.y && p.x < rect.z && p.y < rect.w;
}

vec4 read(sampler2D sheet, vec4 rect, vec2 p, float level, bool sharp) {
    vec2 at = (p - rect.xy) / (rect.zw - rect.xy);
    if (sharp) {
        ivec2 size = textureSize(sheet, 0);
        return texelFetch(sheet, clamp(ivec2(floor(at * vec2(size))), ivec2(0), size - 1), 0);
    }
    return textureLod(sheet, at, level);
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

Seen see(Side side, sampler2D sheet, sampler2D photo, sampler2D palette, vec2 p) {
    Seen seen = Seen(vec4(0.0), vec4(0.0));
    if (side.kind == 0 || !inside(side.frame, p)) return seen;
    bool sharp = side.sharp == 1;
    if (side.has_photo == 1 && inside(side.photo_rect, p))
        seen.light = read(photo, side.photo_rect, p, side.photo_level, sharp) * vec4(vec3(side.dim), 1.0);
    else
        seen.light = vec4(0.0, 0.0, 0.0, 1.0);
    bool covered = inside(side.rect, p);
    vec4 found = covered ? read(sheet, side.rect, p, side.level, sharp || side.kind == 4) : vec4(0.0);
    if (side.kind == 1) seen.light = found;
    if (side.kind == 2) seen.ink = vec4(depth_colour(found.r, side.span), 1.0);
    if (side.kind == 3) seen.ink = vec4(flow_colour(found.rg, side.span.y), 1.0);
    if (side.kind == 4) {
        int who = int(found.r * 255.0 + 0.5);
        if (who > 0) { vec4 c = texelFetch(palette, ivec2(who - 1, 0), 0); seen.ink = vec4(c.rgb, 1.0) * 0.72; }
    }
    if (side.kind == 5) {
        seen.ink = side.grey == 1 ? vec4(vec3(found.r), 1.0) : vec4(0.92, 0.16, 0.12, 1.0) * 0.62 * found.r;
    }
    if (side.kind == 6) seen.ink = found;
    return seen;
}

vec3 shown(Seen seen, vec2 at) {
    vec4 light = seen.light;
    if (channel == 4 && seen.ink.a < 1.0) return mix(vec3(light.a), seen.ink.rgb, seen.ink.a);
    vec3 c = light.rgb;
    if (checker == 1 && channel == 0 && light.a < 1.0) {
        vec2 square = floor(at / (8.0 * density));
        float tone = mod(square.x + square.y, 2.0) < 0.5 ? 0.085 : 0.16;
        c += (1.0 - clamp(light.a, 0.0, 1.0)) * tone;
    }
    if (channel == 1) c = c.rrr;
    if (channel == 2) c = c.ggg;
    if (channel == 3) c = c.bbb;
    if (channel == 5) c = vec3(dot(c, vec3(0.2126, 0.7152, 0.0722)));
    c *= gain;
    if (gamma != 1.0) c = pow(max(c, 0.0), vec3(1.0 / gamma));
    vec3 drawn = display_transform(vec4(c, 1.0)).rgb;
    return clamp(drawn, 0.0, 1.0) * (1.0 - seen.ink.a) + seen.ink.rgb;
}

Seen see_one(vec2 p) { return see(one, one_sheet, one_photo, colours, p); }
Seen see_other(vec2 p) { return see(other, other_sheet, other_photo, other_colours, p); }

Seen difference(Seen a, Seen b) {
    vec3 x = a.light.rgb * (1.0 - a.ink.a) + a.ink.rgb, y = b.light.rgb * (1.0 - b.ink.a) + b.ink.rgb;
    return Seen(vec4(abs(x - y) * boost, 1.0), vec4(0.0));
}

float lines(Side side, vec2 p) {
    vec4 rect = side.kind == 5 || side.rect.z <= side.rect.x ? side.photo_rect : side.rect;
    vec2 texels = side.kind == 1 || side.has_photo == 0 ? vec2(textureSize(one_sheet, 0))
                                                       : vec2(textureSize(one_photo, 0));
    vec2 wide = zoom * (rect.zw - rect.xy) / max(texels, 1.0);
    if (min(wide.x, wide.y) < 10.0 * density) return 0.0;
    vec2 from = fract((p - rect.xy) * zoom / wide) * wide;
    return min(from.x, from.y) < 1.0 ? clamp((min(wide.x, wide.y) / density - 10.0) / 10.0, 0.0, 1.0) : 0.0;
}

void main() {
    vec2 at = vec2(gl_FragCoord.x, screen.y - gl_FragCoord.y);
    bool right = comparison == 3 && at.x >= floor(screen.x / 2.0);
    vec2 p = (at - origin - (right ? vec2(floor(screen.x / 2.0), 0.0) : vec2(0.0))) / zoom;
    bool second = right || (comparison == 1 && dot(p - wipe.xy, wipe.zw) > 0.0);
    vec4 frame = second ? other.frame : one.frame;
    if (comparison == 2) frame = one.frame;
    if (!inside(frame, p)) { outcome = vec4(ground, 1.0); return; }
    Seen seen;
    if (comparison == 2) seen = difference(see_one(p), see_other(p));
    else if (second) seen = see_other(p);
    else seen = see_one(p);
    vec3 c = shown(seen, at);
    c = mix(c, vec3(0.5) - sign(dot(c, vec3(0.333)) - 0.5) * 0.28, 0.35 * lines(one, p));
    if (has_region == 1 && !inside(region, p)) c *= 0.28;
    outcome = vec4(c * brightness, 1.0);
}
"""


def fragment(transform: str) -> str:
    """The shader, with a display transform's text inside it."""
    return _HEAD + transform + _BODY


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
