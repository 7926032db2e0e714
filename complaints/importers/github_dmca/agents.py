"""Firms that file for others: who they are, where a letter names one, and for whom it acts.

The list is a lower bound: many letters come out of redaction without the firm's name.
"""

from __future__ import annotations

import re

from complaints.importers.github_dmca.names import FileName, alias_key
from complaints.importers.github_dmca.redaction import clean

# Firms that file for others, as they name themselves in their letters.
_NAMES = """
Attributor; Cyveillance; MarkMonitor; NAGRA; Nagravision; Link-Busters; FraudWatch
International; OpSec; Red Points; MarkScan; Rightblaster; MUSO; Web Sheriff; DtecNet; Irdeto;
Digimarc; BrandShield; ZeroFox; PhishLabs; Netcraft; RiskIQ; Corsearch; Incopro; Yellow Brand
Protection; CSC Global; Piracy Solution; DMCA.com; Remove Your Media; Entura; Degban; AiPlex;
Blue Efficience; LeakID; Friend MTS; Vobile; Group-IB; Ebrand; DRM Networks; Comeso; Topple
Track; Copyright Integrity International; Bytescare; AXUR; Takedown Piracy; The Publishers
Association; Motion Picture Association; Alliance4Creativity; RIAA; Entertainment Software
Association; Business Software Alliance; REACT; BREIN; CODA; Stichting BREIN; IP-Echelon;
OpSec Security; Appdetex; Smart Protection
"""
AGENTS: dict[str, str] = {alias_key(name): name for name in re.split(r";\s+", _NAMES.strip())}
_LONGEST_FIRST = sorted(AGENTS.values(), key=len, reverse=True)
_SPELLED = "|".join(r"\s+".join(map(re.escape, name.split())) for name in _LONGEST_FIRST)
_AGENT_WORDS = re.compile(rf"(?<![\w-])(?:{_SPELLED})(?![\w-])")
_ACTING = re.compile(
    r"on\s+behalf\s+of|authori[sz]ed\s+(?:agent|to\s+act|represent\w*)|\bagents?\s+(?:for|of)\b"
    r"|our\s+client|represent(?:s|ing|ative)|act(?:s|ing)\s+(?:for|on)",
    re.IGNORECASE,
)
_SUFFIX = (
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|Corp|Corporation|Company|Co|B\.V|N\.V|S\.A|AG|AB|Plc|PLC"
    r"|Publishing|Publishers|Press|University|Group|Media|Entertainment|Pictures|Studios?|Software"
    r"|Technologies|Technology|Systems|Books|Association|Foundation|Games|Labs)"
)
_BEHALF = re.compile(
    rf"(?i:on\s+behalf\s+of|act(?:s|ing)\s+for|agents?\s+(?:for|of)|represent(?:s|ing)?)\s+"
    rf"(?i:our\s+client,?\s+|the\s+copyright\s+owner,?\s+)?(?:the\s+)?"
    rf"([A-Z][\w&'’.-]*(?:[ ,]{{1,2}}[A-Z&][\w&'’.-]*){{0,5}}?,?[ ]{_SUFFIX})\b\.?"
)


def firm_named(name: FileName, text: str) -> str:
    """Return the firm that files, by the file's name or the words of the letter; else empty."""
    by_slug = AGENTS.get(name.key)
    if by_slug:
        return by_slug
    for match in _AGENT_WORDS.finditer(text[:6000]):
        around = text[max(0, match.start() - 160) : match.end() + 160]
        if _ACTING.search(around):
            return AGENTS[alias_key(match[0])]
    return ""


def client(text: str) -> str:
    """Return the company that a letter says it acts for; empty where it names none, or a person."""
    match = _BEHALF.search(clean(text))
    return re.sub(r"\s+", " ", match[1]).strip(" ,.")[:300] if match else ""
