"""Questions about recovery, answered once for everybody."""
