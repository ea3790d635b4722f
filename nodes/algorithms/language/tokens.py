"""Words, marks and quotations of a prompt."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = (("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"))
_TOKEN = re.compile(r"#\d+|[^\W_]+(?:['’\-][^\W_]+)*|[.,;:!?()\n]|--|—|–")
_CONTRACTIONS = {
    "isn't": "is not", "aren't": "are not", "wasn't": "was not", "doesn't": "does not", "don't": "do not",
    "didn't": "did not", "won't": "will not", "can't": "can not", "cannot": "can not", "he's": "he is",
    "she's": "she is", "they're": "they are", "it's": "it is", "who's": "who is", "let's": "let us",
    "he'll": "he will", "she'll": "she will", "they'll": "they will", "that's": "that is",
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One word, mark or quotation.

    Attributes:
        text: As written; of a quotation, what stands between its marks.
        kind: "word", "mark" or "quote".
    """

    text: str
    kind: str = "word"

    @property
    def word(self) -> str:
        """In lower case, "" for a quotation."""
        return "" if self.kind == "quote" else self.text.lower().replace("’", "'")


def tokens_of(prompt: str) -> list[Token]:
    """Every token, contractions taken apart, quotations whole. Linear in the prompt's length."""
    found: list[Token] = []
    for piece, quoted in quotations(prompt):
        if quoted:
            found.append(Token(piece.strip(), "quote"))
            continue
        for match in _TOKEN.finditer(piece):
            text = match.group()
            apart = _CONTRACTIONS.get(text.lower().replace("’", "'"))
            if apart:
                found.extend(Token(word) for word in apart.split())
            else:
                found.append(Token(text, "word" if text[0].isalnum() or text[0] == "#" else "mark"))
    return found


def quotations(prompt: str) -> list[tuple[str, bool]]:
    """Pieces of a prompt in order, and whether each is a quotation."""
    pieces: list[tuple[str, bool]] = []
    at = begun = 0
    while at < len(prompt):
        end = _closing(prompt, at)
        if end < 0:
            at += 1
            continue
        pieces += [(prompt[begun:at], False), (prompt[at + 1 : end], True)]
        at = begun = end + 1
    return [*pieces, (prompt[begun:], False)]


def _closing(prompt: str, at: int) -> int:
    """Where a quotation that opens here closes, -1 where none does."""
    for opens, closes in _PAIRS:
        if prompt[at] == opens:
            return prompt.find(closes, at + 1)
    if prompt[at] != "'" or (at and not prompt[at - 1].isspace() and prompt[at - 1] not in ":,("):
        return -1
    end = prompt.find("'", at + 1)
    while end >= 0 and end + 1 < len(prompt) and prompt[end + 1].isalnum():
        end = prompt.find("'", end + 1)
    return end
