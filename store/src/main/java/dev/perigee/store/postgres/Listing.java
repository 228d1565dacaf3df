package dev.perigee.store.postgres;

import dev.perigee.control.command.CommandQuery;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A list statement, with the values for it: the newest of several parts, each of which has an index that leads
/// to few more than it gives.
final class Listing {
    /// Above the ballast, in the order of submission.
    private static final String ANY_LIVE = "c.seq > 2000";

    private final CommandQuery query;
    private final List<String> parts = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private Listing(CommandQuery query) {
        this.query = query;
    }

    static Listing of(CommandQuery query) {
        Listing listing = new Listing(query);
        query.state().ifPresentOrElse(listing::addState, listing::addAll);
        return listing;
    }

    String sql() {
        String newestFirst = " DESC LIMIT " + query.limit();
        String sql = parts.stream()
                .map(part -> "(" + part + " ORDER BY c.seq" + newestFirst + ")")
                .collect(Collectors.joining("\nUNION ALL\n"));
        int seq = CommandRow.WIDTH + 1;
        return parts.size() == 1 ? sql : sql + "\nORDER BY " + seq + newestFirst;
    }

    List<Object> values() {
        return values;
    }

    private void addAll() {
        if (isOfFew()) {
            addLive("true");
        } else if (query.satellite().isPresent()) {
            // The queue has an index by satellite; what has left it is little.
            addLive("c.state = 0");
            addLive("c.state BETWEEN 1 AND 3");
        } else {
            addLive(ANY_LIVE);
        }
        if (query.satellite().isPresent() || isOfFew()) {
            addEnded("true");
        } else {
            // No index has all ended commands in the order of submission, but one has those of each state.
            Arrays.stream(CommandState.values())
                    .filter(CommandState::isTerminal)
                    .forEach(state -> addEnded("c.state = " + CommandCodes.of(state)));
        }
    }

    private void addState(CommandState state) {
        int code = CommandCodes.of(state);
        if (state.isTerminal()) {
            addEnded("c.state = " + code);
        } else if (state != CommandState.QUEUED) {
            addLive("c.state = " + code);
        } else if (isOfFew()) {
            addLive("c.state + 0 <= 1");
        } else if (query.satellite().isPresent()) {
            addLive("c.state = 0");
            addLive("c.state = 1");
        } else {
            // Most live commands are queued, so the newest are found soonest without an index of theirs.
            addLive(ANY_LIVE + " AND c.state + 0 <= 1");
        }
    }

    private boolean isOfFew() {
        return query.broadcast().isPresent() || query.correlation().isPresent();
    }

    private void addLive(String condition) {
        parts.add(CommandSql.live(condition + filters()));
    }

    private void addEnded(String condition) {
        parts.add(CommandSql.ended(condition + filters()));
    }

    private String filters() {
        StringBuilder filters = new StringBuilder();
        query.satellite().ifPresent(satellite -> {
            filters.append(" AND c.satellite_id = ?");
            values.add(satellite.value());
        });
        query.broadcast().ifPresent(broadcast -> {
            filters.append(" AND c.broadcast_id = ?");
            values.add(broadcast.value());
        });
        query.correlation().ifPresent(correlation -> {
            filters.append(" AND c.correlation = ?");
            values.add(correlation);
        });
        query.among().ifPresent(satellites -> {
            filters.append(" AND c.satellite_id IN (SELECT json_array_elements_text(?::json))");
            values.add(Json.WIRE.text(satellites));
        });
        if (query.notRedriven()) {
            filters.append(" AND NOT EXISTS (SELECT FROM command_live n WHERE n.redrive_of = c.id OFFSET 0)");
            filters.append(" AND NOT EXISTS (SELECT FROM command_ended n WHERE n.redrive_of = c.id OFFSET 0)");
        }
        return filters.toString();
    }
}
