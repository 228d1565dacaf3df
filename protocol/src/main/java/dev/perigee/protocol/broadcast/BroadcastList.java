package dev.perigee.protocol.broadcast;

import java.util.List;

/// The newest broadcasts first.
public record BroadcastList(List<BroadcastView> broadcasts) {
    public static final int LIMIT_DEFAULT = 20;
    public static final int LIMIT_MAX = 200;

    public BroadcastList {
        broadcasts = List.copyOf(broadcasts);
    }
}
