package dev.perigee.gateway.upstream;

import static dev.perigee.gateway.upstream.InstanceStatus.AWAITING_USER_CONFIG;
import static dev.perigee.gateway.upstream.InstanceStatus.COMMAND_RECEIVED;
import static dev.perigee.gateway.upstream.InstanceStatus.CONNECTING;
import static dev.perigee.gateway.upstream.InstanceStatus.DISCOVERING_TOOLS;
import static dev.perigee.gateway.upstream.InstanceStatus.ERROR;
import static dev.perigee.gateway.upstream.InstanceStatus.OFFLINE;
import static dev.perigee.gateway.upstream.InstanceStatus.ONLINE;
import static dev.perigee.gateway.upstream.InstanceStatus.PERMANENTLY_FAILED;
import static dev.perigee.gateway.upstream.InstanceStatus.PROVISIONING;
import static dev.perigee.gateway.upstream.InstanceStatus.REQUIRES_REAUTH;
import static dev.perigee.gateway.upstream.InstanceStatus.RESTARTING;
import static dev.perigee.gateway.upstream.InstanceStatus.SYNCING_TOOLS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every status and everything that can happen in it, as docs/mcp.md has it.
class LifecycleTableTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(7);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Map<String, Happening> COLUMNS = columns();

    private static Map<String, Happening> columns() {
        Map<String, Happening> columns = new LinkedHashMap<>();
        columns.put("ordered", new Happening.Ordered());
        columns.put("starting", new Happening.Starting("a call"));
        columns.put("connected", new Happening.Connected(false));
        columns.put("connected, tools known", new Happening.Connected(true));
        columns.put("tools listed", new Happening.Listed(2));
        columns.put("tools synced", new Happening.Synced(2));
        columns.put("gone", new Happening.Failed(loss(Loss.Cause.GONE), false));
        columns.put("misbehaved", new Happening.Failed(loss(Loss.Cause.MISBEHAVED), false));
        columns.put("unauthorized", new Happening.Failed(loss(Loss.Cause.UNAUTHORIZED), false));
        columns.put("crashed, wanted", new Happening.Crashed(loss(Loss.Cause.GONE), SHORT, true, false));
        columns.put("crashed, unused", new Happening.Crashed(loss(Loss.Cause.GONE), SHORT, false, false));
        columns.put("let go", new Happening.LetGo("idle"));
        columns.put("restart", new Happening.Reset("a command"));
        columns.put("well", new Happening.Well("it answered"));
        return columns;
    }

    private static final Map<InstanceStatus, List<InstanceStatus>> TABLE = Map.ofEntries(
            row(AWAITING_USER_CONFIG, same(AWAITING_USER_CONFIG, 14)),
            row(
                    PROVISIONING,
                    List.of(
                            COMMAND_RECEIVED,
                            CONNECTING,
                            PROVISIONING,
                            PROVISIONING,
                            PROVISIONING,
                            PROVISIONING,
                            OFFLINE,
                            ERROR,
                            REQUIRES_REAUTH,
                            RESTARTING,
                            OFFLINE,
                            PROVISIONING,
                            RESTARTING,
                            PROVISIONING)),
            row(COMMAND_RECEIVED, down(COMMAND_RECEIVED, COMMAND_RECEIVED, false)),
            row(
                    CONNECTING,
                    List.of(
                            CONNECTING,
                            CONNECTING,
                            DISCOVERING_TOOLS,
                            ONLINE,
                            CONNECTING,
                            CONNECTING,
                            OFFLINE,
                            ERROR,
                            REQUIRES_REAUTH,
                            RESTARTING,
                            OFFLINE,
                            CONNECTING,
                            RESTARTING,
                            CONNECTING)),
            row(DISCOVERING_TOOLS, up(DISCOVERING_TOOLS, SYNCING_TOOLS, DISCOVERING_TOOLS)),
            row(SYNCING_TOOLS, up(SYNCING_TOOLS, SYNCING_TOOLS, ONLINE)),
            row(ONLINE, up(ONLINE, ONLINE, ONLINE)),
            row(RESTARTING, down(RESTARTING, RESTARTING, true)),
            row(OFFLINE, down(OFFLINE, ONLINE, true)),
            row(ERROR, down(ERROR, ONLINE, true)),
            row(REQUIRES_REAUTH, down(REQUIRES_REAUTH, ONLINE, true)),
            row(
                    PERMANENTLY_FAILED,
                    List.of(
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            PERMANENTLY_FAILED,
                            RESTARTING,
                            PERMANENTLY_FAILED)));

    @ParameterizedTest
    @EnumSource
    void everythingThatHappensLeadsWhereTheTableSays(InstanceStatus status) {
        Life life = life(status);
        Map<String, InstanceStatus> found = new LinkedHashMap<>();
        COLUMNS.forEach((name, happening) ->
                found.put(name, Lifecycle.after(life, happening, LATER).status()));

        Map<String, InstanceStatus> expected = new LinkedHashMap<>();
        int column = 0;
        for (String name : COLUMNS.keySet()) {
            expected.put(name, expected(status).get(column++));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theDocumentHasTheSameTable() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "mcp.md"));
        for (InstanceStatus status : InstanceStatus.values()) {
            String row = "| " + status.wireName() + " | "
                    + expected(status).stream()
                            .map(next -> next == status ? "" : next.wireName())
                            .map(cell -> cell.isEmpty() ? "·" : cell)
                            .collect(Collectors.joining(" | "))
                    + " |";
            assertThat(document).contains(row);
        }
    }

    @Test
    void aDormantServerIsConnectedAnewAndOneThatServesSomebodyElseStaysOnline() {
        Life online = life(ONLINE);
        Life dormant = Lifecycle.after(online, new Happening.LetGo("idle"), NOW);

        assertThat(dormant.dormant()).isTrue();
        assertThat(Lifecycle.after(dormant, new Happening.Starting("a call"), LATER)
                        .status())
                .isEqualTo(CONNECTING);
        assertThat(Lifecycle.after(online, new Happening.Failed(loss(Loss.Cause.GONE), true), LATER))
                .isEqualTo(online);
        assertThat(Lifecycle.after(online, new Happening.Crashed(loss(Loss.Cause.GONE), SHORT, true, true), LATER))
                .matches(life ->
                        life.status() == ONLINE && life.restarts().crashes().size() == 1);
    }

    @Test
    void theThirdCrashInFiveMinutesIsTheLastAndOnlyARestartForgetsIt() {
        Happening crash = new Happening.Crashed(loss(Loss.Cause.GONE), SHORT, true, false);
        Life twice = Lifecycle.after(Lifecycle.after(life(ONLINE), crash, NOW), crash, LATER);
        Life thrice = Lifecycle.after(twice, crash, LATER.plusSeconds(9));

        assertThat(twice.status()).isEqualTo(RESTARTING);
        assertThat(twice.delay(LATER)).isEqualTo(Duration.ofSeconds(5));
        assertThat(thrice.status()).isEqualTo(PERMANENTLY_FAILED);
        assertThat(thrice.explanation()).contains("3 times within 5 min").contains("it went");
        assertThat(Lifecycle.after(thrice, new Happening.Reset("a command"), LATER))
                .matches(life -> life.status() == RESTARTING
                        && life.restarts().crashes().isEmpty()
                        && life.delay(LATER).isZero());
    }

    private static List<InstanceStatus> expected(InstanceStatus status) {
        return Objects.requireNonNull(TABLE.get(status));
    }

    private static Life life(InstanceStatus status) {
        return new Life(status, "so it is", NOW, RestartPolicy.FRESH, null, false);
    }

    private static Loss loss(Loss.Cause cause) {
        return new Loss(cause, "it went");
    }

    private static Map.Entry<InstanceStatus, List<InstanceStatus>> row(
            InstanceStatus status, List<InstanceStatus> next) {
        return Map.entry(status, next);
    }

    private static List<InstanceStatus> same(InstanceStatus status, int times) {
        return Arrays.stream(new InstanceStatus[times]).map(_ -> status).toList();
    }

    private static List<InstanceStatus> down(InstanceStatus own, InstanceStatus whenWell, boolean begun) {
        return List.of(
                own,
                CONNECTING,
                begun ? DISCOVERING_TOOLS : own,
                begun ? ONLINE : own,
                own,
                own,
                OFFLINE,
                ERROR,
                REQUIRES_REAUTH,
                RESTARTING,
                OFFLINE,
                own,
                RESTARTING,
                whenWell);
    }

    private static List<InstanceStatus> up(InstanceStatus own, InstanceStatus listed, InstanceStatus synced) {
        return List.of(
                own,
                own,
                own,
                own,
                listed,
                synced,
                OFFLINE,
                ERROR,
                REQUIRES_REAUTH,
                RESTARTING,
                OFFLINE,
                ONLINE,
                RESTARTING,
                own);
    }
}
