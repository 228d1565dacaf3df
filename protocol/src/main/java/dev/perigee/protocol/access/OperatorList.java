package dev.perigee.protocol.access;

import java.util.List;

/// All operators with a key, by name.
public record OperatorList(List<OperatorView> operators) {
    public OperatorList {
        operators = List.copyOf(operators);
    }
}
