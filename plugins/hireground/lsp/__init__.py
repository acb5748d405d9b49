"""Help while one writes: a language server from the same check, for any editor that speaks LSP."""
