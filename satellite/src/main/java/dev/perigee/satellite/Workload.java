package dev.perigee.satellite;

import dev.perigee.gateway.Gateway;
import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.upstream.Standing;
import dev.perigee.process.ProcessTrees;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.ProcessStatus.Kind;
import dev.perigee.satellite.execution.Executions;
import dev.perigee.satellite.heartbeat.Running;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the satellite runs now: commands by their id, MCP servers by their name.
record Workload(
        Executions executions, ProcessTrees trees, @Nullable Gateway gateway) implements Supplier<List<Running>> {
    @Override
    public List<Running> get() {
        Stream<Running> commands = executions.running().stream().map(this::command);
        Stream<Running> servers = gateway == null
                ? Stream.of()
                : gateway.all().stream().map(upstream -> server(upstream.standing(), gateway.owner(upstream.name())));
        return Stream.concat(commands, servers).toList();
    }

    private Running command(CommandId id) {
        List<Integer> leaders = trees.leader(id.value()).stream().boxed().toList();
        return new Running(Kind.COMMAND, id.value(), "running", false, leaders, null, null);
    }

    private static Running server(Standing standing, Owner owner) {
        boolean failing = switch (standing.status()) {
            case RESTARTING, OFFLINE, ERROR, REQUIRES_REAUTH, PERMANENTLY_FAILED -> true;
            case AWAITING_USER_CONFIG,
                    PROVISIONING,
                    COMMAND_RECEIVED,
                    CONNECTING,
                    DISCOVERING_TOOLS,
                    SYNCING_TOOLS,
                    ONLINE -> false;
        };
        List<Integer> leaders =
                standing.processes().stream().map(Long::intValue).toList();
        String state = standing.dormant() ? "dormant" : standing.status().wireName();
        return new Running(
                Kind.MCP_SERVER,
                standing.server().value(),
                state,
                failing,
                leaders,
                standing.tools(),
                owner.team() == null ? null : new TeamName(owner.team()));
    }
}
