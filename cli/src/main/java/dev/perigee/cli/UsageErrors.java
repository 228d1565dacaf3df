package dev.perigee.cli;

import dev.perigee.cli.shell.Nearest;
import dev.perigee.cli.shell.OneLine;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in one line what is wrong with the words on the command line.
final class UsageErrors {
    private UsageErrors() {}

    static String explain(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String help = "; see " + command.qualifiedName() + " --help";
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unknown(e.getCommandLine(), unmatched.getUnmatched().getFirst()) + help;
        }
        return OneLine.of(String.valueOf(e.getMessage())) + help;
    }

    private static String unknown(CommandLine line, String word) {
        if (!word.startsWith("-")) {
            List<String> commands =
                    line.getSubcommands().keySet().stream().sorted().toList();
            return commands.isEmpty()
                    ? "unexpected \"" + word + "\": expected nothing more"
                    : "unknown command \"" + word + "\": " + Nearest.hint(word, commands);
        }
        String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        if (line.getParent() != null && !line.getSubcommands().isEmpty()) {
            String verbs = String.join(", ", new TreeSet<>(line.getSubcommands().keySet()));
            return "what to do is missing before \"" + name + "\": expected one of " + verbs;
        }
        List<String> options =
                line.getCommandSpec().optionsMap().keySet().stream().sorted().toList();
        String behind = line.getCommandName().equals("send") ? " (options of the program stand behind --)" : "";
        return "unknown option \"" + name + "\": " + Nearest.hint(name, options) + behind;
    }
}
