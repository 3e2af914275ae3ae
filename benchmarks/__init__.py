"""Speed and size, measured side by side in one run. Nothing here is a timed test."""
