"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(40):
        minute = c // 20 * 30 + c / 2880
        gone = {"status_at_filing": "gone" if c % 3 == 0 else "live", "category": f"any-{c % 9}"}
        lines.append(line(f"G{c}", "guilty", minute, target_more=gone, statement="Remove this."))
        # As fast and in the same words, but the listings are there and of one kind.
        lines.append(
            line(f"I{c}", "innocent", minute, event("takedown", minute + 3), statement="Copies.")
        )
    return lines


STRICTER = {"shotgun_dead_share": 0.3, "shotgun_min_complaints": 30}
SILENCED = {"shotgun_min_complaints": 1000}
NULL = {"over_dispersion", "peer_dead_share", "peer_off_trade_share", "peer_outside_share"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty': {'ceiling': None,
            'complaints': ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9', 'G10',
                           'G11', 'G12', 'G13', 'G14', 'G15', 'G16', 'G17', 'G18', 'G19', 'G20',
                           'G21', 'G22', 'G23', 'G24', 'G25', 'G26', 'G27', 'G28', 'G29', 'G30',
                           'G31', 'G32', 'G33', 'G34', 'G35', 'G36', 'G37', 'G38', 'G39'],
            'family': 'conduct',
            'log_odds': 2.2,
            'numbers': {'claims': 14,
                        'dead': 14,
                        'most_in_a_day': 20,
                        'off_trade': 35,
                        'outside_class': 0,
                        'over_dispersion': 0.04,
                        'over_dispersion_off_trade': 0.04,
                        'over_dispersion_outside': 0.1,
                        'peer_dead_share': 0.01,
                        'peer_off_trade_share': 0.01,
                        'peer_outside_share': 0.1,
                        'quick_share': 0.9744,
                        'same_text_share': 1.0,
                        'with_class': 0,
                        'without_class': 40},
            'partners': [],
            'strength': 1.0}}
