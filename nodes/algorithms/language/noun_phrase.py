"""Who is meant: a noun phrase as a reference to people, before it is known whom it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nodes.algorithms.language.lexicon import Lexicon
from nodes.algorithms.language.tokens import Token

_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_POSSESSIVES = frozenset({"his", "her", "their", "its", "my", "your", "our"})
_BESIDE = {"next": "to", "close": "to", "adjacent": "to"}
_RELATIONS = {
    "beside": "beside",
    "near": "beside",
    "by": "beside",
    "alongside": "beside",
    "behind": "behind",
    "between": "between",
}
_DEEP = 4


@dataclass(frozen=True)
class Reference:
    """What a noun phrase says of whom it means.

    Attributes:
        text: As written.
        who: "person" (to be found by what is said), "everyone", "nobody", "others", "rest", "pronoun", "self", "thing"
            (no person at all) or "unknown".
        gender: "male", "female" or "".
        child: Whether a child is meant, None where nothing is said.
        age, size: "old" or "young", "tall" or "small", "" where nothing is said.
        name: A name, or what a thing is called.
        pronoun: "male", "female", "plural" or "any".
        colours: (colour, garment or "") pairs, all of which have to fit.
        worn: Garments and features of which no colour is said.
        hair: Colour of hair.
        without: Colours that must not fit.
        sides: "left", "right", "middle", "outer", "front", "back".
        ordinal: Which in the row, from 1; negative from the end; 0 where nothing is said.
        count: How many, 0 where nothing is said; -1 for half.
        plural: Whether more than one is meant.
        definite: Whether "the" was said.
        relations: (relation, reference) pairs: "left of", "right of", "beside", "behind", "in front of", "between"; of
            a thing also "of", whose it is.
        excluded: Who is left out.
        group: A group is meant ("team", "row").
        does: What they do in the photo: "sit", "stand", "crouch", "walk", "run"; "" where nothing is said.
    """

    text: str
    who: str = "person"
    gender: str = ""
    child: bool | None = None
    age: str = ""
    size: str = ""
    name: str = ""
    pronoun: str = ""
    colours: tuple[tuple[str, str], ...] = ()
    worn: tuple[str, ...] = ()
    hair: str = ""
    without: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    ordinal: int = 0
    count: int = 0
    plural: bool = False
    definite: bool = False
    relations: tuple[tuple[str, tuple[Reference, ...]], ...] = ()
    excluded: tuple[Reference, ...] = ()
    group: bool = False
    does: str = ""
    named: frozenset[str] = field(default_factory=frozenset)


class NounPhrases:
    """Reads noun phrases out of tokens.

    Args:
        lexicon: Words.
        names: Names of the people in the picture, in lower case.
    """

    def __init__(self, lexicon: Lexicon, names: Sequence[str]) -> None:
        self.lexicon = lexicon
        self.names = sorted((tuple(name.lower().split()) for name in names if name), key=len, reverse=True)

    def read(self, tokens: Sequence[Token], at: int, deep: int = 0) -> tuple[int, Reference | None]:
        """The noun phrase that begins at a token: where it ends, and whom it means; None where there is none."""
        if at >= len(tokens) or tokens[at].kind != "word" or deep > _DEEP:
            return at, None
        end, found = self._head(tokens, at, deep)
        if found is None:
            return at, None
        if found.who not in ("pronoun", "self", "unknown") and not found.name:
            end, found = self._behind(tokens, end, found, deep)
        end, found = self._except(tokens, end, found, deep)
        return end, replace(found, text=" ".join(token.text for token in tokens[at:end]))

    def _head(self, tokens: Sequence[Token], at: int, deep: int) -> tuple[int, Reference | None]:
        word, words = tokens[at].word, self.lexicon.words
        after = tokens[at + 1].word if at + 1 < len(tokens) else ""
        if known := self._named(tokens, at):
            return at + len(known), Reference(word, name=" ".join(known))
        if word[0] == "#":
            return at + 1, Reference(word, ordinal=int(word[1:5]))
        if after == ":" and (letter := _letter(tokens, at)):
            return at + 1, Reference(word, ordinal=letter)
        if word in words["pronouns"] and not (word == "her" and (self._noun(after) or self._owned(tokens, at + 1))):
            kind = words["pronouns"][word]
            if kind == "self":
                return at + 1, Reference(word, who="self")
            if kind == "plural" and after in ("both", "two"):
                return at + 2, Reference(word, who="pronoun", pronoun=kind, count=2, plural=True)
            return at + 1, Reference(word, who="pronoun", pronoun=kind, plural=kind == "plural")
        if word in words["nobody"] or (word == "no" and after == "one"):
            return at + 1 + (word == "no"), Reference(word, who="nobody", plural=True)
        if word in ("both", "all", "each", "every", "half", "some", "most", "none") or word in words["everyone"]:
            return self._quantified(tokens, at, deep)
        if word in words["numbers"] and after == "of":
            end, whole = self.read(tokens, at + 2, deep + 1)
            count = words["numbers"][word]
            return (end, replace(whole, count=count, plural=count > 1, definite=False)) if whole else (at, None)
        return self._plain(tokens, at)

    def _named(self, tokens: Sequence[Token], at: int) -> tuple[str, ...]:
        """The name that stands there, of one word or more; nothing where none does."""
        for name in self.names:
            said = [token.word for token in tokens[at : at + len(name)]]
            if said and (*said[:-1], _bare(said[-1])) == name:
                return name
        return ()

    def _quantified(self, tokens: Sequence[Token], at: int, deep: int) -> tuple[int, Reference | None]:
        """ "all three men", "both women", "half of them", "everyone"."""
        word = tokens[at].word
        here = at + 1
        if _word(tokens, here) == "of":
            here += 1
        if word in ("each", "every") and _word(tokens, here) == "one":
            here += 1
            end = self._of_them(tokens, here)
            return end, Reference(word, who="everyone", plural=True)
        if word in ("everyone", "everybody", "y'all"):
            if here < len(tokens) and tokens[here].word == "else":
                return here + 1, Reference(word, who="others", plural=True)
            return at + 1, Reference(word, who="everyone", plural=True)
        count = {"both": 2, "half": -1}.get(word, 0)
        if here < len(tokens) and tokens[here].word in self.lexicon.words["pronouns"] and here > at + 1:
            if word in ("half", "some", "most"):
                return here + 1, Reference(word, who="everyone", count=count, plural=True)
            return here + 1, Reference(word, who="pronoun", pronoun="plural", count=count, plural=True)
        end, whole = self._plain(tokens, here)
        if whole is None or whole.who == "unknown":
            if word == "both":
                return at + 1, Reference(word, who="pronoun", pronoun="plural", count=2, plural=True)
            return at + 1, Reference(word, who="everyone", count=count, plural=True)
        if whole.group:
            return end, replace(whole, who="everyone", count=0)
        single = word in ("each", "every")
        return end, replace(whole, count=count or whole.count, plural=True, definite=not single)

    def _noun(self, word: str) -> bool:
        return any(self.lexicon.has(heading, word) for heading in ("people", "garments", "worn")) or word in (
            "hand", "hands", "head", "arms", "arm", "mother", "face", "eyes",
        )  # fmt: skip

    def _owned(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a verb's word is a thing behind "her": "at her joke"; not "makes her laugh"."""
        behind = _word(tokens, at - 2) in ("at", "about", "into", "from", "by")
        return behind and self.lexicon.verb(tokens, at)[0] > 0

    def _plain(self, tokens: Sequence[Token], at: int) -> tuple[int, Reference | None]:
        """Determiner, modifiers and head."""
        here, words = at, self.lexicon.words
        found = Reference("", definite=False)
        determiner = possessive = ""
        if here < len(tokens) and tokens[here].word in _DETERMINERS:
            determiner = tokens[here].word
            here += 1
        elif here < len(tokens) and tokens[here].word in _POSSESSIVES:
            possessive = tokens[here].word
            here += 1
        found = replace(found, definite=determiner in ("the", "this", "that", "these", "those") or bool(possessive))
        if determiner and here < len(tokens) and tokens[here].word in ("others", "rest"):
            return self._of_them(tokens, here + 1), replace(found, who="others", plural=True)
        if determiner and here < len(tokens) and tokens[here].word in words["couples"]:
            return here + 1, replace(found, who="everyone", count=2, plural=True, group=True)
        said, here, found = self.modifiers(tokens, here, found)
        if here < len(tokens) and tokens[here].kind == "word":
            end, headed = self._noun_head(tokens, here, found, bool(determiner), bool(possessive), said)
            if headed is not None:
                return end, headed
        if said and determiner and _word(tokens, here) == "of":
            end, whole = self.read(tokens, here + 1, 1)
            if whole is not None and whole.plural and whole.who == "person":
                one = max(1, found.count)
                whole = replace(whole, size=found.size or whole.size, age=found.age or whole.age, ordinal=found.ordinal)
                return end, replace(whole, sides=(*whole.sides, *found.sides), count=one, plural=one > 1)
        if said and (determiner not in ("", "a", "an") or said & {"leftmost"}) and not possessive:
            return here, replace(found, plural=found.count > 1)
        if not determiner and not possessive and (said & {"leftmost"} or (found.ordinal and _from(tokens, here))):
            return here, found
        return self._unknown(tokens, at, here, found, determiner, possessive)

    def modifiers(self, tokens: Sequence[Token], here: int, found: Reference) -> tuple[set[str], int, Reference]:
        """Everything between determiner and head."""
        words, said = self.lexicon.words, set[str]()
        while here < len(tokens) and tokens[here].kind == "word":
            word = tokens[here].word
            if word in words["ordinals"]:
                found, said = replace(found, ordinal=words["ordinals"][word]), said | {"ordinal"}
            elif word in words["numbers"] and not (word == "one" and said):
                found, said = replace(found, count=words["numbers"][word]), said | {"count"}
            elif word in words["sides"]:
                leftmost = {"leftmost"} if word in ("leftmost", "rightmost") else set()
                found, said = replace(found, sides=(*found.sides, words["sides"][word])), said | {"side"} | leftmost
            elif word in words["sizes"]:
                found, said = replace(found, size=words["sizes"][word]), said | {"size"}
            elif word in words["ages"]:
                found, said = replace(found, age=words["ages"][word]), said | {"age"}
            elif word in words["colours"]:
                found, said = replace(found, colours=(*found.colours, (words["colours"][word], ""))), said | {"colour"}
            elif word in words["hair"]:
                found, said = replace(found, hair=words["hair"][word]), said | {"hair"}
            elif word in words["features"]:
                found, said = replace(found, worn=(*found.worn, words["features"][word])), said | {"worn"}
            elif word in words["postures"] and self._of_somebody(tokens, here + 1):
                found, said = replace(found, does=words["postures"][word]), said | {"does"}
            elif word == "other" and not said:
                found, said = replace(found, who="others"), said | {"other"}
            elif word not in ("far", "very", "same"):
                break
            here += 1
        return said, here, found

    def _of_somebody(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether what stands before is said of somebody: "the seated woman", "the two standing men"."""
        return any(self.lexicon.has("people", _word(tokens, at + k)) for k in range(2) if _word(tokens, at + k))

    def _noun_head(
        self, tokens: Sequence[Token], here: int, found: Reference, determined: bool, possessed: bool, said: set[str]
    ) -> tuple[int, Reference | None]:
        word, lexicon = tokens[here].word, self.lexicon
        if known := self._named(tokens, here):
            return here + len(known), replace(found, name=" ".join(known))
        if (
            word in ("team", "row", "line", "side", "half")
            or word in lexicon.words["groups"]
            or word in ("teams", "rows")
        ):
            half = word == "half"
            many = word in ("teams", "rows") or word in self.lexicon.words["groups"]
            return here + 1, replace(found, plural=True, group=True, count=-1 if half else 0 if many else found.count)
        form = lexicon.has("people", word)
        if form is not None and (word != "one" or determined or said):
            what = lexicon.words["people"][form]
            many = word != form or word == "people" or found.count not in (0, 1)
            if word.endswith("'s"):
                return here, None
            number = _number(tokens, here + 1)
            return here + 1 + (number > 0), replace(
                found, ordinal=number or found.ordinal, gender=what.get("gender", found.gender),
                child=what.get("child", found.child),
                age=what.get("age", found.age), plural=many and word not in ("one",),
                named=frozenset({form}),
            )  # fmt: skip
        if determined and word.endswith("s") and word[:-1] in lexicon.words["colours"]:
            colour = lexicon.words["colours"][word[:-1]]
            return here + 1, replace(found, colours=(*found.colours, (colour, "")), plural=True)
        if lexicon.has("garments", word) and found.colours and not possessed:
            dressed = tuple((colour, str(lexicon.has("garments", word))) for colour, _ in found.colours)
            return here + 1, replace(found, colours=dressed)
        return here, None

    def _unknown(
        self, tokens: Sequence[Token], at: int, here: int, found: Reference, determiner: str, possessive: str
    ) -> tuple[int, Reference | None]:
        """A thing or somebody that no list knows: "the robot", "his hat"."""
        if not (determiner or possessive) or here >= len(tokens) or tokens[here].kind != "word":
            return at, None
        sure = determiner or possessive != "her" or self._owned(tokens, here) or self._noun(tokens[here].word)
        if self.lexicon.verb(tokens, here)[0] and not sure:
            return at, None
        end = here + 1
        return end, Reference(tokens[here].text, who="unknown", name=tokens[here].text.lower())

    def _behind(self, tokens: Sequence[Token], here: int, found: Reference, deep: int) -> tuple[int, Reference]:
        """What follows the head: place, clothes, neighbours."""
        while here < len(tokens):
            for read in (self._placed, self._dressed, self._related):
                end, more = read(tokens, here, found, deep)
                if end > here:
                    here, found = end, more
                    break
            else:
                return here, found
        return here, found

    def _placed(self, tokens: Sequence[Token], at: int, found: Reference, deep: int) -> tuple[int, Reference]:
        """ "on the far left", "in the middle", "from the right", "at the top left", "in front", "in the back row"."""
        here, words = at, self.lexicon.words
        if tokens[here].word in ("who", "that", "which") and _word(tokens, here + 1) in ("is", "are", "stands", "sits"):
            here += 2
        if _word(tokens, here) in words["postures"]:
            found = replace(found, does=words["postures"][_word(tokens, here)])
            here += 1
        first = _word(tokens, here)
        if first in words["ordinals"] and _word(tokens, here + 1) == "from":
            return self._placed(tokens, here + 1, replace(found, ordinal=words["ordinals"][first]), deep)
        if first in ("left", "right") and here == at and not found.sides and _word(tokens, here + 1) != "of":
            return at, found
        if first not in ("on", "in", "at", "from", "to"):
            return at, found
        here += 1
        while _word(tokens, here) in ("the", "far", "very", "extreme"):
            here += 1
        sides: list[str] = []
        while _word(tokens, here) in words["sides"]:
            sides.append(words["sides"][_word(tokens, here)])
            here += 1
        if not sides or (_word(tokens, here) == "of" and first != "from"):
            return at, found
        if _word(tokens, here) in ("row", "side", "end", "edge", "corner"):
            here += 1
        if first == "to" and _word(tokens, here - 1) not in ("left", "right"):
            return at, found
        if first == "from":
            ordinal = found.ordinal or 1
            return here, replace(found, ordinal=-ordinal if "right" in sides else ordinal)
        return here, replace(found, sides=(*found.sides, *sides))

    def _dressed(self, tokens: Sequence[Token], at: int, found: Reference, deep: int) -> tuple[int, Reference]:
        """ "in a red dress", "in black", "with the brown hat", "wearing glasses", "not in red"."""
        here = at
        if _word(tokens, here) in ("who", "that") and _word(tokens, here + 1) in (
            "is",
            "are",
            "wears",
            "wear",
            "has",
            "have",
        ):
            here += 1 if _word(tokens, here + 1) in ("wears", "wear", "has", "have") else 2
        negated = _word(tokens, here) == "not"
        here += negated
        if _word(tokens, here) not in ("in", "with", "wearing", "wears", "wear", "dressed", "has", "have"):
            return at, found
        here += 1 + (_word(tokens, here) == "dressed" and _word(tokens, here + 1) == "in")
        end, colours, worn, hair = self._clothes(tokens, here)
        while end > here and _word(tokens, end) == "and":
            further, more, others, dyed = self._clothes(tokens, end + 1)
            if further == end + 1:
                break
            end, colours, worn, hair = further, [*colours, *more], [*worn, *others], dyed or hair
        if not (colours or worn or hair):
            return at, found
        if negated:
            return end, replace(found, without=(*found.without, *(colour for colour, _ in colours)))
        return end, replace(
            found, colours=(*found.colours, *colours), worn=(*found.worn, *worn), hair=hair or found.hair
        )  # fmt: skip

    def _clothes(self, tokens: Sequence[Token], at: int) -> tuple[int, list[tuple[str, str]], list[str], str]:
        """One garment with its colour: where it ends, colours, uncoloured garments, hair colour."""
        here, words = at, self.lexicon.words
        while _word(tokens, here) in (
            "a",
            "an",
            "the",
            "his",
            "her",
            "their",
            "long",
            "short",
            "curly",
            "dark",
            "light",
        ):
            here += 1
        colours: list[str] = []
        while _word(tokens, here) in words["colours"] or _word(tokens, here) in words["hair"]:
            word = _word(tokens, here)
            colours.append(words["colours"].get(word) or words["hair"][word])
            here += 1
        thing = _word(tokens, here)
        worn = self.lexicon.get("worn", thing) if thing else None
        if worn == "hair":
            return here + 1, [], [], colours[0] if colours else "any"
        if worn:
            return here + 1, [], [worn], ""
        garment = self.lexicon.has("garments", thing) if thing else None
        if garment and colours:
            return here + 1, [(colour, garment) for colour in colours], [], ""
        if garment:
            return here + 1, [], [garment], ""
        if colours:
            return here, [(colour, "") for colour in colours], [], ""
        return at, [], [], ""

    def _related(self, tokens: Sequence[Token], at: int, found: Reference, deep: int) -> tuple[int, Reference]:
        """ "next to the boy", "left of her", "between A and B", "behind him"."""
        here, words = at, [_word(tokens, at + k) for k in range(5)]
        relation = ""
        if words[0] in ("directly", "right", "just", "standing", "sitting") and words[1] in (
            "next",
            "beside",
            "behind",
        ):
            here, words = at + 1, [*words[1:], ""]
        if words[0] in _BESIDE and words[1] == _BESIDE[words[0]]:
            relation, here = "beside", here + 2
        elif words[0] in ("to", "on") and words[1] == "the" and words[2] in ("left", "right") and words[3] == "of":
            relation, here = f"{words[2]} of", here + 4
        elif words[0] in ("to", "on") and words[1] in ("his", "her", "their") and words[2] in ("left", "right"):
            kind = {"his": "male", "her": "female", "their": "plural"}[words[1]]
            whose = Reference(words[1], who="pronoun", pronoun=kind, plural=kind == "plural")
            return here + 3, replace(found, relations=(*found.relations, (f"{words[2]} of", (whose,))))
        elif words[0] in ("left", "right") and words[1] == "of":
            relation, here = f"{words[0]} of", here + 2
        elif words[0] == "in" and words[1] == "front" and words[2] == "of":
            relation, here = "in front of", here + 3
        elif words[0] in _RELATIONS:
            relation, here = _RELATIONS[words[0]], here + 1
        if not relation or found.who in ("everyone", "pronoun"):
            return at, found
        end, other = self.read(tokens, here, deep + 1)
        if other is None or other.who == "unknown":
            return at, found
        others: tuple[Reference, ...] = (other,)
        if relation == "between" and _word(tokens, end) == "and":
            end, second = self.read(tokens, end + 1, deep + 1)
            others = (other, second) if second is not None else others
        return end, replace(found, relations=(*found.relations, (relation, others)))

    def placed(self, tokens: Sequence[Token], at: int, found: Reference) -> tuple[int, Reference]:
        """What is said of where something is: place in the picture, and neighbours; the same place where nothing is."""
        for read in (self._placed, self._related):
            end, more = read(tokens, at, found, 0)
            if end > at:
                return end, more
        return at, found

    def _except(self, tokens: Sequence[Token], at: int, found: Reference, deep: int) -> tuple[int, Reference]:
        """ "everyone but the woman", "all except for the two men"."""
        here = skip_except(tokens, at, found.plural)
        if here == at:
            return at, found
        end, left_out = self.read(tokens, here, deep + 1)
        if left_out is None:
            return at, found
        return end, replace(found, excluded=(*found.excluded, left_out))

    def _of_them(self, tokens: Sequence[Token], at: int) -> int:
        """Past "of them", "of the group"."""
        if _word(tokens, at) != "of":
            return at
        return at + 2 if _word(tokens, at + 1) in ("them", "us", "you") else at + 3


def _from(tokens: Sequence[Token], at: int) -> bool:
    return _word(tokens, at) == "from"


def _letter(tokens: Sequence[Token], at: int) -> int:
    """1 for "A", 2 for "B"; 0 for anything but one large letter."""
    text = tokens[at].text if at < len(tokens) else ""
    return ord(text) - ord("A") + 1 if len(text) == 1 and "A" <= text <= "Z" else 0


def _number(tokens: Sequence[Token], at: int) -> int:
    """The number that follows a noun as in "person 3", "man #2", "person B"; 0 for none, and for "3 times"."""
    if letter := _letter(tokens, at):
        return letter
    word, after = _word(tokens, at).lstrip("#"), _word(tokens, at + 1)
    counted = after.rstrip("s") in ("time", "second", "sec", "")
    return int(word[:4]) if word.isascii() and word.isdigit() and not (counted and after) else 0


def skip_except(tokens: Sequence[Token], at: int, plural: bool) -> int:
    """Past "except for", "apart from", and "but" after many; the same place where none stands there."""
    word, after = _word(tokens, at), _word(tokens, at + 1)
    if word in ("except", "excepting", "excluding"):
        return at + 1 + (after == "for")
    if (word, after) in (("apart", "from"), ("other", "than"), ("aside", "from")):
        return at + 2
    if word == "but" and plural:
        return at + 1 + (after in ("not", "for"))
    return at


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""


def _bare(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word
