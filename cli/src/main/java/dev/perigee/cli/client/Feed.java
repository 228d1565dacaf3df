package dev.perigee.cli.client;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventList;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.event.EventView;
import dev.perigee.protocol.json.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The part of the operator API that tells what happened.
public final class Feed {
    private static final String BASE = "/api/v1/events";

    private final ControlPlane controlPlane;

    Feed(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /// Which events; what is absent does not matter.
    public record Wanted(
            Optional<EventPattern> type,
            Optional<SatelliteId> satellite,
            Optional<TeamName> team,
            Optional<Instant> since) {
        private String query() {
            return Stream.of(
                            type.map(it -> "type=" + encoded(it.text())),
                            satellite.map(it -> "satellite=" + it),
                            team.map(it -> "team=" + it.value()),
                            since.map(it -> "since=" + encoded(it.toString())))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining("&"));
        }
    }

    /// What a stream of events brings, and from which place it goes on.
    public sealed interface News {
        record Happened(String position, EventView view) implements News {}

        /// A place to come back to before anything happened.
        record Begun(String position) implements News {}

        /// What was behind that place is not kept any more.
        record Gap(String after) implements News {}
    }

    /// The newest first.
    public Reply<EventList> newest(Wanted wanted, int limit) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(BASE + "?" + wanted.query() + "&limit=" + limit, Duration.ZERO), EventList.class);
    }

    /// As they come, behind a place in the stream if one is given.
    Reply<LiveEvents<News>> follow(Wanted wanted, @Nullable String last) throws InterruptedException {
        HttpRequest.Builder request = controlPlane.request(BASE + "/stream?" + wanted.query(), Duration.ZERO);
        return controlPlane.stream(last == null ? request : request.header("Last-Event-ID", last), Feed::read);
    }

    private static Optional<News> read(@Nullable String id, String name, String data) {
        if (name.equals("event") && id != null) {
            return Optional.of(new News.Happened(id, Json.WIRE.read(data, EventView.class)));
        }
        if (name.equals("gap")) {
            return Optional.of(Json.WIRE.read(data, News.Gap.class));
        }
        return id == null ? Optional.empty() : Optional.of(new News.Begun(id));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
