"""The four looks: plain (8 colours), contrast-dark, contrast-light, mono.

All are flat: no tint, no shade that is not written here. What has the focus is reversed and what
is selected carries a mark, so that nothing is told by colour alone.
"""

from __future__ import annotations

from textual.theme import Theme

_PLAIN = {
    "text-muted": "ansi_default",
    "text-disabled": "ansi_default",
    "foreground-muted": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-background": "ansi_default",
    "block-cursor-text-style": "reverse",
    "block-cursor-blurred-text-style": "underline",
    "border": "ansi_default",
    "border-blurred": "ansi_default",
    "scrollbar": "ansi_default",
    "scrollbar-hover": "ansi_default",
    "scrollbar-active": "ansi_default",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "footer-key-foreground": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse",
    "input-selection-background": "ansi_default",
    "button-focus-text-style": "bold reverse",
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
}


def _ansi(name: str, *, primary: str, warning: str, error: str, success: str) -> Theme:
    return Theme(
        name=name,
        ansi=True,
        primary=primary,
        secondary=primary,
        accent=primary,
        warning=warning,
        error=error,
        success=success,
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables=_PLAIN,
    )


def _contrast(
    name: str,
    *,
    ink: str,
    paper: str,
    muted: str,
    primary: str,
    warning: str,
    error: str,
    success: str,
) -> Theme:
    return Theme(
        name=name,
        dark=paper == "#000000",
        luminosity_spread=0.0,
        text_alpha=1.0,
        primary=primary,
        secondary=primary,
        accent=primary,
        warning=warning,
        error=error,
        success=success,
        foreground=ink,
        background=paper,
        surface=paper,
        panel=paper,
        boost=paper,
        variables={
            "text": ink,
            "text-muted": muted,
            "text-disabled": muted,
            "foreground-muted": muted,
            "foreground-disabled": muted,
            "text-primary": primary,
            "text-secondary": primary,
            "text-accent": primary,
            "text-warning": warning,
            "text-error": error,
            "text-success": success,
            "block-cursor-foreground": ink,
            "block-cursor-background": paper,
            "block-cursor-text-style": "reverse",
            "block-cursor-blurred-foreground": ink,
            "block-cursor-blurred-background": paper,
            "block-cursor-blurred-text-style": "underline",
            "border": ink,
            "border-blurred": muted,
            "footer-foreground": ink,
            "footer-background": paper,
            "footer-key-foreground": ink,
            "footer-key-background": paper,
            "footer-description-foreground": ink,
            "footer-description-background": paper,
            "footer-item-background": paper,
            "input-cursor-foreground": ink,
            "input-cursor-background": paper,
            "input-cursor-text-style": "reverse",
            "input-selection-foreground": paper,
            "input-selection-background": primary,
            "scrollbar": muted,
            "scrollbar-background": paper,
        },
    )


PLAIN = _ansi(
    "plain",
    primary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
)
CONTRAST_DARK = _contrast(
    "contrast-dark",
    ink="#ffffff",
    paper="#000000",
    muted="#afafaf",
    primary="#5fd7ff",
    warning="#ffd75f",
    error="#ff8787",
    success="#d7ffd7",
)
CONTRAST_LIGHT = _contrast(
    "contrast-light",
    ink="#000000",
    paper="#ffffff",
    muted="#444444",
    primary="#00005f",
    warning="#5f005f",
    error="#870000",
    success="#005f00",
)
MONO = _ansi(
    "mono",
    primary="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    success="ansi_default",
)

THEMES = (PLAIN, CONTRAST_DARK, CONTRAST_LIGHT, MONO)
