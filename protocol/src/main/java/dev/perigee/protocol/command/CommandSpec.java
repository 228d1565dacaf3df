package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perigee.protocol.BadValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command asks a satellite to do. The JSON field `type` says which; a type that this version does not know
/// reads as `Unknown`, so that an older satellite can answer `unsupported` instead of failing.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        include = JsonTypeInfo.As.EXISTING_PROPERTY,
        property = "type",
        visible = true,
        defaultImpl = CommandSpec.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(CommandSpec.Exec.class),
    @JsonSubTypes.Type(CommandSpec.Ping.class),
    @JsonSubTypes.Type(McpCommand.Configure.class),
    @JsonSubTypes.Type(McpCommand.Spawn.class),
    @JsonSubTypes.Type(McpCommand.Kill.class),
    @JsonSubTypes.Type(McpCommand.Restart.class),
    @JsonSubTypes.Type(McpCommand.HealthCheck.class)
})
public sealed interface CommandSpec permits CommandSpec.Exec, CommandSpec.Ping, McpCommand, CommandSpec.Unknown {
    /// The types that can be submitted, for people.
    String TYPES = "exec, ping, configure, spawn, kill, restart or health_check";

    /// The wire name of this kind of command.
    @JsonProperty("type")
    String type();

    /// The same without values that may be secret, as it may be listed.
    default CommandSpec shown() {
        return this;
    }

    /// Runs a program directly, without a shell. `environment` is added to the satellite's own; without a `directory`
    /// the program starts in the satellite's. Arguments hold at most 64 Ki characters together.
    @JsonTypeName("exec")
    @JsonIgnoreProperties(value = "type", allowGetters = true)
    record Exec(
            String program,
            List<String> arguments,
            Map<String, String> environment,
            @Nullable String directory) implements CommandSpec {
        static final int ARGUMENTS_MAX = 1024;
        static final int CHARACTERS_MAX = 64 * 1024;

        public Exec {
            arguments = arguments == null ? List.of() : List.copyOf(arguments);
            environment = environment == null ? Map.of() : Map.copyOf(environment);
            if (program == null || program.isEmpty()) {
                throw new BadValue("program", program == null ? "" : program, "the program to run");
            }
            if (arguments.size() > ARGUMENTS_MAX) {
                throw new BadValue("number of arguments", arguments.size(), "at most " + ARGUMENTS_MAX);
            }
            int characters = program.length();
            characters += arguments.stream().mapToInt(String::length).sum();
            characters += environment.entrySet().stream()
                    .mapToInt(
                            entry -> entry.getKey().length() + entry.getValue().length())
                    .sum();
            if (characters > CHARACTERS_MAX) {
                throw new BadValue(
                        "characters of program, arguments and environment", characters, "at most " + CHARACTERS_MAX);
            }
            refuseNul("program", program);
            arguments.forEach(argument -> refuseNul("argument", argument));
            environment.forEach(Exec::checkVariable);
        }

        @Override
        public String type() {
            return "exec";
        }

        private static void checkVariable(String name, String value) {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new BadValue("environment variable name", name, "a name without =");
            }
            refuseNul("environment variable name", name);
            refuseNul("environment variable " + name, value);
        }

        private static void refuseNul(String what, String value) {
            if (value.indexOf('\0') >= 0) {
                throw new BadValue(what, value, "text without a NUL character");
            }
        }
    }

    /// Does nothing and completes; for measuring the path itself.
    @JsonTypeName("ping")
    @JsonIgnoreProperties(value = "type", allowGetters = true)
    record Ping() implements CommandSpec {
        @Override
        public String type() {
            return "ping";
        }
    }

    /// A type from a newer version.
    record Unknown(String type) implements CommandSpec {}
}
