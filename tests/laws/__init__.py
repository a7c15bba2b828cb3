"""What any rule must obey. A law takes the rule, so that naive rules can be shown to break it (tests/broken)."""
