"""The index of the search: for each thing that staff can find, the words by which they do."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer

from complaints.models.base import Base, Mapped, mapped_column


class SearchEntry(Base):
    """The words of one complaint, listing, right, filer, store or operator, parted by spaces.

    `entry_id` is made of what it is and its row's id (`rules/staff/search_words.entry_id`). SQLite
    searches the words by the FTS5 table `search_index`, which triggers keep in step; PostgreSQL by
    the index `ix_search_entry_words` over them as a tsvector, with words of where the entry stands
    (revision 0028).
    """

    __tablename__ = "search_entry"

    entry_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    words: Mapped[str]
