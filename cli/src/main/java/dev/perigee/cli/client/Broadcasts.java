package dev.perigee.cli.client;

import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.BroadcastCommands;
import dev.perigee.protocol.broadcast.BroadcastList;
import dev.perigee.protocol.broadcast.BroadcastMembers;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.BroadcastView;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The part of a control plane's operator API that is about broadcasts. Thread-safe, as `ControlPlane`.
public final class Broadcasts {
    private static final String ALL = "/api/v1/broadcasts";

    private final ControlPlane controlPlane;

    Broadcasts(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /// What an operator can ask of a broadcast under way.
    public enum Wish {
        PAUSE,
        RESUME,
        ABORT
    }

    public Reply<BroadcastView> submit(BroadcastRequest request) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(ALL, Duration.ZERO).POST(ControlPlane.json(request)), BroadcastView.class);
    }

    /// The broadcast, after waiting up to `wait` for its end.
    public Reply<BroadcastView> find(BroadcastId id, Duration wait) throws InterruptedException {
        return controlPlane.call(controlPlane.request(one(id) + ControlPlane.waiting(wait), wait), BroadcastView.class);
    }

    public Reply<BroadcastList> list(int limit) throws InterruptedException {
        return controlPlane.call(controlPlane.request(ALL + "?limit=" + limit, Duration.ZERO), BroadcastList.class);
    }

    /// A page of its commands with their results, by satellite, of those after `after`.
    public Reply<BroadcastCommands> commands(BroadcastId id, Optional<SatelliteId> after) throws InterruptedException {
        String query = "?limit=" + BroadcastCommands.LIMIT_MAX
                + after.map(satellite -> "&after=" + satellite).orElse("");
        return controlPlane.call(
                controlPlane.request(one(id) + "/commands" + query, Duration.ZERO), BroadcastCommands.class);
    }

    /// A page of its members from position `from` on.
    public Reply<BroadcastMembers> members(BroadcastId id, int from) throws InterruptedException {
        String query = "?limit=" + BroadcastMembers.LIMIT_MAX + "&from=" + from;
        return controlPlane.call(
                controlPlane.request(one(id) + "/members" + query, Duration.ZERO), BroadcastMembers.class);
    }

    public Reply<BroadcastView> wish(BroadcastId id, Wish wish) throws InterruptedException {
        return controlPlane.call(
                controlPlane
                        .request(one(id) + "/" + wish.name().toLowerCase(Locale.ROOT), Duration.ZERO)
                        .POST(HttpRequest.BodyPublishers.noBody()),
                BroadcastView.class);
    }

    private static String one(BroadcastId id) {
        return ALL + "/" + id;
    }
}
