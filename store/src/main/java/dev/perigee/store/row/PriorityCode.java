package dev.perigee.store.row;

import dev.perigee.protocol.command.Priority;

/// Priorities as numbers that sort by urgency: 0 immediate to 3 low.
public final class PriorityCode {
    private PriorityCode() {}

    public static int of(Priority priority) {
        return switch (priority) {
            case IMMEDIATE -> 0;
            case HIGH -> 1;
            case NORMAL -> 2;
            case LOW -> 3;
        };
    }

    public static Priority priority(int code) {
        return switch (code) {
            case 0 -> Priority.IMMEDIATE;
            case 1 -> Priority.HIGH;
            case 2 -> Priority.NORMAL;
            case 3 -> Priority.LOW;
            default -> throw new IllegalStateException("priority code " + code + ": expected 0 to 3");
        };
    }
}
