package dev.perigee.satellite.command.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command for the gateway came to, as its output shows it.
sealed interface Report {
    /// Whether all servers that the command is about are as they should be.
    boolean well();

    /// The servers changed; those that are new or changed are shown.
    record Changed(
            List<String> added,
            List<String> changed,
            List<String> removed,
            List<String> unchanged,
            List<ServerReport> servers)
            implements Report {
        @Override
        public boolean well() {
            return servers.stream().allMatch(Report::isComingUp);
        }
    }

    /// The servers were looked after, each as far as it had to be.
    record Recovered(List<ServerReport> servers) implements Report {
        @Override
        public boolean well() {
            return servers.stream().allMatch(Report::isComingUp);
        }
    }

    record Restarted(ServerReport server) implements Report {
        @Override
        public boolean well() {
            return isComingUp(server);
        }
    }

    record Checked(String check, List<Finding> findings) implements Report {
        @Override
        public boolean well() {
            return findings.stream().allMatch(Finding::healthy);
        }
    }

    /// What a check of one server found.
    record Finding(
            String server,
            boolean healthy,
            String status,
            String explanation,
            long tookMillis,
            @Nullable Integer tools) {}

    private static boolean isComingUp(ServerReport server) {
        return switch (server.status()) {
            case "online", "connecting", "discovering_tools", "syncing_tools", "provisioning", "command_received" ->
                true;
            default -> false;
        };
    }
}
