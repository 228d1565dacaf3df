package dev.perigee.protocol.target;

/// One condition on a satellite's labels.
public sealed interface LabelTerm {
    String name();

    /// `k=v`: the label is there and has this value.
    record Is(String name, String value) implements LabelTerm {}

    /// `k!=v`: the label has another value, or is not there.
    record IsNot(String name, String value) implements LabelTerm {}

    /// `k`: the label is there.
    record Has(String name) implements LabelTerm {}

    /// `!k`: the label is not there.
    record HasNot(String name) implements LabelTerm {}

    default boolean fits(Labels labels) {
        return switch (this) {
            case Is(String name, String value) ->
                labels.value(name).filter(value::equals).isPresent();
            case IsNot(String name, String value) ->
                labels.value(name).filter(value::equals).isEmpty();
            case Has(String name) -> labels.value(name).isPresent();
            case HasNot(String name) -> labels.value(name).isEmpty();
        };
    }

    default String text() {
        return switch (this) {
            case Is(String name, String value) -> name + "=" + value;
            case IsNot(String name, String value) -> name + "!=" + value;
            case Has(String name) -> name;
            case HasNot(String name) -> "!" + name;
        };
    }
}
