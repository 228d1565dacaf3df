package dev.perigee.store.postgres;

import dev.perigee.control.command.CommandQuery;
import dev.perigee.protocol.command.CommandState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A list statement, with the values for it. Each part of it reads an index backwards and stops at the limit.
record Listing(String sql, List<Object> values) {
    static Listing of(CommandQuery query) {
        List<String> parts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (query.state().map(state -> !state.isTerminal()).orElse(true)) {
            parts.add(CommandSql.live(String.join(" AND ", conditions(query, values))));
        }
        if (query.state().map(CommandState::isTerminal).orElse(true)) {
            parts.addAll(ended(query, values));
        }
        String newestFirst = " DESC LIMIT " + query.limit();
        String sql = parts.stream()
                .map(part -> "(" + part + " ORDER BY c.seq" + newestFirst + ")")
                .collect(Collectors.joining("\nUNION ALL\n"));
        int seq = CommandRow.WIDTH + 1;
        return new Listing(parts.size() == 1 ? sql : sql + "\nORDER BY " + seq + newestFirst, values);
    }

    /// No index has all ended commands in the order of submission, but one has those of each state.
    private static List<String> ended(CommandQuery query, List<Object> values) {
        boolean unfiltered = query.state().isEmpty()
                && query.satellite().isEmpty()
                && query.broadcast().isEmpty()
                && query.correlation().isEmpty();
        List<CommandQuery> queries = unfiltered
                ? Arrays.stream(CommandState.values())
                        .filter(CommandState::isTerminal)
                        .map(query::in)
                        .toList()
                : List.of(query);
        return queries.stream()
                .map(one -> CommandSql.ended(String.join(" AND ", conditions(one, values))))
                .toList();
    }

    private static List<String> conditions(CommandQuery query, List<Object> values) {
        List<String> conditions = new ArrayList<>();
        conditions.add("true");
        query.state().ifPresent(state -> {
            int code = CommandCodes.of(state);
            conditions.add(state == CommandState.QUEUED ? "c.state IN (0, 1)" : "c.state = " + code);
        });
        query.satellite().ifPresent(satellite -> {
            conditions.add("c.satellite_id = ?");
            values.add(satellite.value());
        });
        query.broadcast().ifPresent(broadcast -> {
            conditions.add("c.broadcast_id = ?");
            values.add(broadcast.value());
        });
        query.correlation().ifPresent(correlation -> {
            conditions.add("c.correlation = ?");
            values.add(correlation);
        });
        if (query.notRedriven()) {
            conditions.add("NOT EXISTS (SELECT FROM command_live n WHERE n.redrive_of = c.id)");
            conditions.add("NOT EXISTS (SELECT FROM command_ended n WHERE n.redrive_of = c.id)");
        }
        return conditions;
    }
}
