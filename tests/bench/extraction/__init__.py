"""How well the extension reads real pages, beside what others make of them."""
