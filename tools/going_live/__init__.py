"""What an author wrote to what readers see: checked, committed, pushed, and waited for."""
