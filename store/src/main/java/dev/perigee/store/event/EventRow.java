package dev.perigee.store.event;

import dev.perigee.control.event.EventPosition;
import dev.perigee.control.event.KeptEvent;
import dev.perigee.control.event.NewEvent;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event as a row, there and back. Times are cut to the millisecond.
final class EventRow {
    static final String COLUMNS = "number, source, id, type, time, subject, data, satellite, team, received_at";

    private EventRow() {}

    static @Nullable Object[] values(long number, NewEvent added, Instant receivedAt) {
        Event event = added.event();
        return new @Nullable Object[] {
            number,
            event.source(),
            event.id().value(),
            event.type(),
            event.time().toEpochMilli(),
            event.subject(),
            event.data(),
            added.satellite() == null ? null : added.satellite().value(),
            added.team() == null ? null : added.team().value(),
            receivedAt.toEpochMilli()
        };
    }

    static KeptEvent read(String epoch, ResultSet row) throws SQLException {
        String satellite = row.getString(8);
        String team = row.getString(9);
        return new KeptEvent(
                new EventPosition(epoch, row.getLong(1)),
                new Event(
                        new EventId(row.getString(3)),
                        row.getString(2),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getString(6),
                        row.getString(7)),
                satellite == null ? null : new SatelliteId(satellite),
                team == null ? null : new TeamName(team),
                Instant.ofEpochMilli(row.getLong(10)));
    }
}
