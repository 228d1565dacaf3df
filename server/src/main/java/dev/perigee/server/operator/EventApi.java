package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.event.EventDesk;
import dev.perigee.control.event.EventFilter;
import dev.perigee.control.event.EventPosition;
import dev.perigee.control.event.KeptEvent;
import dev.perigee.http.Call;
import dev.perigee.http.EventStream;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventList;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// What happened, listed or followed: docs/api.md. Whoever is of a team is shown that team's. A stream counts as a
/// wait, and holds no thread.
public final class EventApi {
    private final Access access;
    private final EventDesk desk;
    private final WaitingCalls waiting;

    public EventApi(Access access, EventDesk desk, WaitingCalls waiting) {
        this.access = access;
        this.desk = desk;
        this.waiting = waiting;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.GET, "/api/v1/events", 0, access, this::list);
        edge.serve(HttpMethod.GET, "/api/v1/events/stream", 0, access, this::follow);
    }

    private void list(Call call) {
        EventFilter filter = filter(call);
        int limit = call.queryNumber("limit", EventList.LIMIT_DEFAULT, EventList.LIMIT_MAX);
        call.reply(
                200,
                new EventList(desk.store().newest(filter, limit).stream()
                        .map(KeptEvent::view)
                        .toList()));
    }

    private void follow(Call call) {
        EventFilter filter = filter(call);
        EventPosition end = desk.store().end();
        EventPosition from =
                call.lastEventId().map(EventPosition::parse).orElseGet(() -> filter.since() == null ? end : end.at(0));
        boolean resumed = call.lastEventId().isPresent();
        EventStream stream = call.stream(new FollowedEvents(desk.store(), filter, from, resumed));
        call.onEnd(desk.subscribe(stream::hint));
        waiting.hold(call);
        stream.open();
    }

    private EventFilter filter(Call call) {
        Caller caller = access.require(call, Act.LOOK);
        TeamName asked = call.query("team").map(TeamName::new).orElse(null);
        TeamName own = caller.onlyTeam();
        if (own != null && asked != null && !own.equals(asked)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, caller + " may not look at this: expected the team " + own);
        }
        return new EventFilter(
                call.query("type").map(EventPattern::new).orElse(null),
                call.query("satellite").map(SatelliteId::new).orElse(null),
                own == null ? asked : own,
                call.query("since").map(EventApi::time).orElse(null));
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw new BadValue("since", text, "a time such as 2026-01-31T12:00:00Z");
        }
    }
}
