"""Letters to accounts, in English and Simplified Chinese: one link or one code each.

Subjects name neither the addressee nor the case, as they are read on locked screens.
"""

from __future__ import annotations

from complaints.rules.kinds import Language

TEXTS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "confirm": (
        (
            "Confirm your e-mail address",
            "You signed up at Clean Hands with this address. Open this page and press the button "
            "to confirm that it is yours. The link is good for two days:\n\n{link}\n\n"
            "If it was not you, do nothing: without this nobody can sign in.",
        ),
        (
            "请确认您的邮箱地址",
            "您使用此邮箱在“洁手”注册了账户。请打开以下页面并点击按钮，确认该邮箱属于您。"
            "链接两天内有效：\n\n{link}\n\n如非您本人操作，请忽略本邮件：未经确认，任何人都无法登录。",
        ),
    ),
    "already": (
        (
            "You already have an account",
            "Somebody, perhaps you, tried to sign up at Clean Hands with this address. It already "
            "has an account. If you forgot the password, choose a new one here, within a day:\n\n"
            "{link}\n\nIf it was not you, do nothing: nothing was changed.",
        ),
        (
            "您已有账户",
            "有人（可能是您本人）试图使用此邮箱在“洁手”注册，而该邮箱已有账户。"
            "如您忘记了密码，请在一天内通过以下链接设置新密码：\n\n{link}\n\n"
            "如非您本人操作，请忽略本邮件：未作任何更改。",
        ),
    ),
    "reset": (
        (
            "Choose a new password",
            "Choose a new password here. The link is good once, for one day:\n\n{link}\n\n"
            "If you did not ask for it, do nothing: your password stays as it is.",
        ),
        (
            "设置新密码",
            "请通过以下链接设置新密码。链接仅可使用一次，一天内有效：\n\n{link}\n\n"
            "如非您本人申请，请忽略本邮件：您的密码保持不变。",
        ),
    ),
    "changed": (
        (
            "Your password was changed",
            "The password of your account at Clean Hands was changed, and every other session of "
            "it was ended. If it was not you, choose a new password at once:\n\n{link}",
        ),
        (
            "您的密码已更改",
            "您在“洁手”的账户密码已更改，该账户的其他登录会话均已结束。"
            "如非您本人操作，请立即重新设置密码：\n\n{link}",
        ),
    ),
    "code": (
        (
            "Your code to sign in",
            "Your code to sign in is {code}. It is good for five minutes. Tell it to nobody: we "
            "never ask for it.",
        ),
        (
            "您的登录验证码",
            "您的登录验证码为 {code}，五分钟内有效。请勿告知任何人：我们绝不会向您索要验证码。",
        ),
    ),
    "invited": (
        (
            "You are invited to Clean Hands",
            "An account was made for you. Choose a password here; the link is good once, for one "
            "day:\n\n{link}\n\nThen sign in with this address. You will be asked to set up a "
            "second factor: have an authenticator app at hand.",
        ),
        (
            "邀请您使用“洁手”",
            "我们已为您开设账户。请通过以下链接设置密码，链接仅可使用一次，一天内有效：\n\n{link}\n\n"
            "随后请使用此邮箱登录。系统会要求您设置第二重验证，请准备好身份验证器应用。",
        ),
    ),
}


def text_of(kind: str, language: Language, *, link: str = "", code: str = "") -> tuple[str, str]:
    """Return subject and body of a letter of this kind."""
    subject, body = TEXTS[kind][language is Language.CHINESE]
    return subject, body.format(link=link, code=code)
