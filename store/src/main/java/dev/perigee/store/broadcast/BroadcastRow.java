package dev.perigee.store.broadcast;

import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStatus;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.target.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A broadcast as a row, there and back. Times are cut to the millisecond.
public final class BroadcastRow {
    private static final int CHUNK = 500;

    private BroadcastRow() {}

    /// The values of `BroadcastSql.INSERT`.
    public static @Nullable Object[] insert(Broadcast broadcast) {
        Broadcast.Terms terms = broadcast.terms();
        Broadcast.Origin origin = broadcast.origin();
        BroadcastStatus status = broadcast.status();
        Instant notBefore = terms.notBefore();
        return new @Nullable Object[] {
            broadcast.id().value(),
            broadcast.target().text(),
            origin.caller(),
            origin.idempotencyKey(),
            origin.correlation(),
            origin.submittedAt().toEpochMilli(),
            Json.WIRE.text(broadcast.spec()),
            terms.priority().wireName(),
            notBefore == null ? null : notBefore.toEpochMilli(),
            terms.ttl().toMillis(),
            terms.timeout().toMillis(),
            terms.attemptsMax(),
            terms.idempotent() ? 1 : 0,
            text(broadcast.pacing().maxConcurrent()),
            text(broadcast.pacing().maxFailures()),
            broadcast.members(),
            status.state().wireName(),
            status.created(),
            status.changedAt().toEpochMilli(),
            status.reason(),
            status.tally().map(Json.WIRE::text).orElse(null),
            status.revision(),
            origin.team() == null ? null : origin.team().value()
        };
    }

    /// The values of `BroadcastSql.MOVE`.
    public static @Nullable Object[] move(BroadcastDecision.Move move) {
        BroadcastStatus after = move.after();
        return new @Nullable Object[] {
            after.state().wireName(),
            after.created(),
            after.changedAt().toEpochMilli(),
            after.reason(),
            after.tally().map(Json.WIRE::text).orElse(null),
            after.revision(),
            move.before().id().value(),
            move.before().status().revision()
        };
    }

    /// Reads a row with the columns in the order of `BroadcastSql`.
    public static Broadcast read(ResultSet row) throws SQLException {
        long notBefore = row.getLong(9);
        Instant start = row.wasNull() ? null : Instant.ofEpochMilli(notBefore);
        String team = row.getString(23);
        return new Broadcast(
                new BroadcastId(row.getString(1)),
                Target.parse(row.getString(2)),
                Json.WIRE.read(row.getString(7), CommandSpec.class),
                new Broadcast.Terms(
                        Priority.of(row.getString(8)),
                        start,
                        Duration.ofMillis(row.getLong(10)),
                        Duration.ofMillis(row.getLong(11)),
                        row.getInt(12),
                        row.getInt(13) == 1),
                new Broadcast.Origin(
                        row.getString(3),
                        team == null ? null : new TeamName(team),
                        Instant.ofEpochMilli(row.getLong(6)),
                        row.getString(4),
                        row.getString(5)),
                new Pacing(portion(row.getString(14)), portion(row.getString(15))),
                row.getInt(16),
                readStatus(row));
    }

    /// The members in chunks, as `BroadcastSql.INSERT_MEMBERS` takes them.
    public static List<String> chunks(List<SatelliteId> members) {
        List<String> chunks = new ArrayList<>();
        for (int from = 0; from < members.size(); from += CHUNK) {
            chunks.add(Json.WIRE.text(members.subList(from, Math.min(from + CHUNK, members.size()))));
        }
        return chunks;
    }

    /// The members from `from` on, of the chunks that begin with the one it is in.
    public static List<SatelliteId> members(List<String> chunks, int from, int max) {
        return chunks.stream()
                .flatMap(chunk -> Stream.of(Json.WIRE.read(chunk, SatelliteId[].class)))
                .skip(from % CHUNK)
                .limit(max)
                .toList();
    }

    /// The chunk in which the member at `position` is.
    public static int chunkOf(long position) {
        return (int) (position / CHUNK);
    }

    private static BroadcastStatus readStatus(ResultSet row) throws SQLException {
        String tally = row.getString(21);
        return new BroadcastStatus(
                BroadcastState.of(row.getString(17)),
                row.getInt(18),
                Instant.ofEpochMilli(row.getLong(19)),
                row.getString(20),
                tally == null ? null : Json.WIRE.read(tally, Tally.class),
                row.getInt(22));
    }

    private static @Nullable String text(@Nullable Portion portion) {
        return portion == null ? null : portion.text();
    }

    private static @Nullable Portion portion(@Nullable String text) {
        return text == null ? null : Portion.parse(text);
    }
}
