"""The sections of a document as blocks of text for people, in reading order."""
