package dev.perigee.gateway.upstream.stdio;

import dev.perigee.process.ProcessSpec;
import dev.perigee.process.ResourceLimits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program that is an MCP server, and what it is run with. `name` is for people and for the process's mark.
/// `environment` is laid over the satellite's own; without a directory it is run in the satellite's.
public record StdioServer(
        String name,
        String command,
        List<String> arguments,
        Map<String, String> environment,
        @Nullable String directory,
        ResourceLimits resources) {
    /// A tenth of a CPU, 100 MB, and room for what a package runner starts.
    public static final ResourceLimits RESOURCES = new ResourceLimits(0.1, 100L << 20, 128);

    public StdioServer {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    ProcessSpec spec(String id, StdioSettings settings) {
        ProcessSpec.Limits limits = ProcessSpec.Limits.conversation(settings.inputBytesMax())
                .withGrace(settings.grace())
                .withResources(resources);
        return new ProcessSpec(id, command, arguments, environment, directory, limits);
    }

    /// Arguments and environment may hold secrets.
    @Override
    public String toString() {
        return "StdioServer[" + name + ": " + command + ", " + arguments.size() + " arguments]";
    }
}
