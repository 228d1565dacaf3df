package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.stdio.StdioConnections.Opening;
import dev.perigee.process.ProcessTrees;
import dev.perigee.process.ResourceLimits;
import dev.perigee.process.TreeSettings;
import java.io.File;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Connections to servers that are shell scripts. All are gone when it is closed.
final class ShellServers implements AutoCloseable {
    /// What [dev.perigee.gateway.upstream.ConnectionContract] expects of a server.
    static final String CONTRACT = """
            reply() { printf '{"jsonrpc":"2.0","id":%s,"result":{"method":"%s"}}\\n' "$1" "$2"; }
            tell() { printf '{"jsonrpc":"2.0","method":"%s","params":%s}\\n' "$1" "$2"; }
            while read -r line; do
              id=${line#*'"id":'}; id=${id%%[,\\}]*}
              method=${line#*'"method":"'}; method=${method%%'"'*}
              case $method in
                echo) reply $id echo ;;
                fail) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32000,"message":"no"}}\\n' $id ;;
                tell) for n in 1 2 3; do tell notifications/progress '{"progressToken":"t","progress":'$n'}'; done
                  reply $id tell ;;
                ask) printf '{"jsonrpc":"2.0","id":"q","method":"elicitation/create","params":{}}\\n'
                  read -r answer; reply $id ask ;;
                later) later=$id ;;
                now) reply $id now; reply $later later ;;
                changed) tell notifications/tools/list_changed '{}'; reply $id changed ;;
                log) tell notifications/message '{"level":"info","data":"x"}'; reply $id log ;;
                die) echo 'it was murder' >&2; exit 3 ;;
              esac
            done
            """;

    static final StdioSettings QUICK =
            new StdioSettings(1 << 20, 2 << 20, 1_000, Duration.ofMillis(300), Duration.ofMillis(300));

    private final String instance = "gateway-" + UUID.randomUUID();
    private final ProcessTrees trees = ProcessTrees.open(instance, TreeSettings.defaults(), System::nanoTime);
    private final InstanceLog log = new InstanceLog(InstantSource.system());

    InstanceLog log() {
        return log;
    }

    String logged() {
        return String.join(
                "\n",
                log.read(0, InstanceLog.LINES_MAX).lines().stream()
                        .map(line -> line.source() + " " + line.text())
                        .toList());
    }

    /// How many cgroups there are for its servers, the one around them not counted.
    int cgroups() {
        return cgroupsIn(new File("/sys/fs/cgroup"), false);
    }

    private int cgroupsIn(File group, boolean own) {
        // Groups of others come and go meanwhile.
        File[] inner = Objects.requireNonNullElse(group.listFiles(File::isDirectory), new File[0]);
        return Arrays.stream(inner)
                .mapToInt(each ->
                        (own ? 1 : 0) + cgroupsIn(each, own || each.getName().endsWith(instance)))
                .sum();
    }

    boolean haveCgroups() {
        return trees.resourceSupport().missing().isEmpty();
    }

    Connection connect(String script, Connection.Listener listener) {
        return connect(QUICK, script, listener);
    }

    Connection connect(StdioSettings settings, String script, Connection.Listener listener) {
        StdioServer server = new StdioServer(
                "test", "/bin/sh", List.of("-c", script), Map.of(), null, new ResourceLimits(2, 1L << 30, 1_000));
        return switch (new StdioConnections(trees, settings).open(server, log, listener)) {
            case Opening.Opened(Connection connection) -> connection;
            case Opening.Refused refused -> throw new AssertionError(refused);
        };
    }

    StdioConnections connections(StdioSettings settings) {
        return new StdioConnections(trees, settings);
    }

    Opening open(StdioServer server, Connection.Listener listener) {
        return open(server, log, listener);
    }

    Opening open(StdioServer server, InstanceLog log, Connection.Listener listener) {
        return new StdioConnections(trees, QUICK).open(server, log, listener);
    }

    @Override
    public void close() {
        trees.close();
    }
}
