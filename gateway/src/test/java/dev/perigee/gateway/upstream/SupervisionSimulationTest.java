package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Six servers of which three may run, with calls, crashes at every moment, idleness and commands, by chance
/// from a seed; what must always hold is looked at after each step.
class SupervisionSimulationTest {
    private static final int SERVERS = 6;
    private static final int PROCESSES_MAX = 3;
    private static final int STEPS = 600;

    private final Host host = new Host(PROCESSES_MAX);
    private final List<Simulated> servers = new ArrayList<>();
    private final Set<MemoryServer.Talk> alive = new HashSet<>();
    private SplittableRandom chance = new SplittableRandom(0);
    private int spawns;

    /// A process that dies, hangs on to calls or refuses to start, as it happens.
    private final class Simulated implements Connector {
        private final MemoryServer server = Host.server();
        private boolean spawning;
        private boolean diesAtGreeting;
        private boolean holdsCalls;
        private final Upstream upstream;

        Simulated(String name) {
            server.on("initialize", (talk, request) -> {
                if (diesAtGreeting) {
                    alive.remove(talk);
                    talk.die();
                } else {
                    talk.answer(
                            request,
                            JsonObject.of("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + Host.TOOLS
                                    + ",\"serverInfo\":{}}"));
                }
            });
            server.on("tools/call", (talk, request) -> {
                if (!holdsCalls) {
                    talk.answer(request, JsonObject.EMPTY);
                }
            });
            upstream = host.process(name, this);
        }

        @Override
        public Connection connect(Connection.Listener listener) {
            assertThat(spawning).as("one spawn at a time").isFalse();
            spawning = true;
            try {
                spawns++;
                MemoryServer.Talk talk = (MemoryServer.Talk) server.connect(listener);
                alive.add(talk);
                return talk;
            } finally {
                spawning = false;
            }
        }

        void die() {
            server.talks().stream().filter(alive::contains).toList().forEach(talk -> {
                alive.remove(talk);
                talk.die();
            });
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatMustHoldHoldsWhateverHappens(long seed) throws Exception {
        chance = new SplittableRandom(seed);
        Rounds rounds = new Rounds(host.upstreams, host.around());
        rounds.begin();
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new Simulated("server-" + i));
        }
        for (int step = 0; step < STEPS; step++) {
            step(servers.get(chance.nextInt(SERVERS)));
            check();
        }
        rounds.close();
        host.upstreams.close();

        check();
        assertThat(host.time.waiting()).as("timers left").isZero();
        assertThat(alive).as("processes left").isEmpty();
        assertThat(host.around().places().taken()).isZero();
        assertThat(spawns).as("something happened").isGreaterThan(10);
    }

    private void step(Simulated server) throws Exception {
        switch (chance.nextInt(10)) {
            case 0, 1, 2 -> callFrom(server);
            case 3, 4 -> server.die();
            case 5 -> server.diesAtGreeting = chance.nextInt(3) == 0;
            case 6 -> server.holdsCalls = chance.nextInt(3) == 0;
            case 7 -> host.time.pass(Duration.ofSeconds(chance.nextInt(1, 90)));
            case 8 -> host.time.pass(Duration.ofSeconds(chance.nextInt(100, 1_200)));
            case 9 -> {
                if (chance.nextInt(4) == 0) {
                    server.upstream.restart("by chance");
                }
            }
            default -> throw new AssertionError();
        }
    }

    private void callFrom(Simulated server) throws Exception {
        boolean asks = chance.nextInt(4) == 0;
        UpstreamClient client = Host.client("client-" + chance.nextInt(2), asks ? "{\"roots\":{}}" : "{}");
        if (server.upstream.standing().status() == InstanceStatus.RESTARTING || isDelayed(server)) {
            // A call would wait, and nobody else lets time pass.
            return;
        }
        try {
            server.upstream.session(client).begin("tools/call", JsonObject.EMPTY);
        } catch (ConnectFailed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private boolean isDelayed(Simulated server) {
        List<Event.Crashed> crashes = host.heard(Event.Crashed.class).stream()
                .filter(crash -> crash.server().equals(server.upstream.name()))
                .toList();
        return !crashes.isEmpty() && crashes.getLast().at().plusSeconds(15).isAfter(host.time.instant());
    }

    private void check() {
        servers.forEach(server -> server.server.talks().stream()
                .filter(MemoryServer.Talk::isClosed)
                .forEach(alive::remove));
        assertThat(alive).as("processes").hasSizeLessThanOrEqualTo(PROCESSES_MAX);
        assertThat(host.around().places().taken()).isLessThanOrEqualTo(PROCESSES_MAX);
        int sessions = host.upstreams.all().stream()
                .mapToInt(upstream -> upstream.standing().sessions())
                .sum();
        assertThat(alive).as("each process is somebody's").hasSize(sessions);
        Map<ServerName, List<Instant>> crashes = new HashMap<>();
        for (Event event : host.events) {
            switch (event) {
                case Event.Crashed crash ->
                    crashes.computeIfAbsent(crash.server(), _ -> new ArrayList<>())
                            .add(crash.at());
                case Event.PermanentlyFailed failed ->
                    assertThat(crashes.getOrDefault(failed.server(), List.of()).stream()
                                    .filter(at -> at.plus(RestartPolicy.WINDOW).isAfter(failed.at())))
                            .as("crashes before it was given up")
                            .hasSizeGreaterThanOrEqualTo(RestartPolicy.CRASHES_MAX);
                case Event.StatusChanged _,
                        Event.Started _,
                        Event.Restarted _,
                        Event.Dormant _,
                        Event.Respawned _,
                        Event.ToolsDiscovered _,
                        Event.ToolsUpdated _ -> {}
            }
        }
    }
}
