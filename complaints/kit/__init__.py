"""What both doors of pages need: layout, page decorator, forms, languages. Holds no page."""
