package dev.perigee.protocol.api;

import java.util.List;

/// The newest commands first, without their results.
public record CommandList(List<CommandView> commands) {
    public static final int LIMIT_DEFAULT = 100;
    public static final int LIMIT_MAX = 1000;

    public CommandList {
        commands = List.copyOf(commands);
    }
}
