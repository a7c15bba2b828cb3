"""Where the command `quiz` begins: its version is told before anything else is imported."""

import sys

from quiz import __version__


def main() -> int:
    """Run the command line of this process and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        print(f"quiz {__version__}")
        return 0
    from quiz.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
