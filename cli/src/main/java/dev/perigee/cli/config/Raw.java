package dev.perigee.cli.config;

import java.util.List;

/// A value as it was written, before it means anything.
sealed interface Raw {
    /// A scalar of the file, or the text of a variable.
    record One(String text) implements Raw {}

    /// A sequence of the file.
    record Many(List<String> items) implements Raw {
        public Many {
            items = List.copyOf(items);
        }
    }

    /// As it is shown in an error.
    default String shown() {
        return switch (this) {
            case One(String text) -> text;
            case Many(List<String> items) -> items.toString();
        };
    }
}
