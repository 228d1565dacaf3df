package dev.perigee.store.event;

import dev.perigee.control.event.EventFilter;
import dev.perigee.protocol.event.EventPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query of events: its text, one of few, and its values.
final class Wanted {
    private final StringBuilder sql = new StringBuilder("SELECT " + EventRow.COLUMNS + " FROM event WHERE 1 = 1");
    private final List<Object> values = new ArrayList<>();

    Wanted(EventFilter filter) {
        EventPattern type = filter.type();
        if (type != null && !type.isPrefix()) {
            and("type = ?", type.text());
        } else if (type != null && !type.stem().isEmpty()) {
            and("type >= ?", type.stem());
            // The character after the dot that the stem ends with.
            and("type < ?", type.stem().substring(0, type.stem().length() - 1) + '/');
        }
        if (filter.satellite() != null) {
            and("satellite = ?", filter.satellite().value());
        }
        if (filter.team() != null) {
            and("team = ?", filter.team().value());
        }
        if (filter.since() != null) {
            // Kept to the millisecond, as what it is compared with.
            and("received_at >= ?", filter.since().toEpochMilli());
        }
    }

    Wanted and(String condition, Object value) {
        sql.append(" AND ").append(condition);
        values.add(value);
        return this;
    }

    Wanted ordered(String order, int limit) {
        sql.append(" ORDER BY number ").append(order).append(" LIMIT ?");
        values.add(limit);
        return this;
    }

    String sql() {
        return sql.toString();
    }

    @Nullable
    Object[] values() {
        return values.toArray();
    }
}
