"""Pictures and cards: from files and facts to what pages and other sites show of them, drawn once."""
