"""Pages of accounts: sign up, sign in, recover, second factor, sessions. Flask-Security's views,
over our tables, each in one transaction (docs/adr/0009-accounts.md).
"""
