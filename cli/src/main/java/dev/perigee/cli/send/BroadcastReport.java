package dev.perigee.cli.send;

import dev.perigee.cli.client.Broadcasts;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.broadcast.BroadcastCommands;
import dev.perigee.protocol.broadcast.BroadcastMembers;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.json.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prints what a broadcast's members answered: the counts, each result by satellite, and who did not answer. Results
/// are read page by page.
public final class BroadcastReport {
    private static final int LINE_MAX = 100;

    private final Broadcasts broadcasts;
    private final Shell shell;
    private final Form form;

    /// How much of each output is printed, and for whom.
    public enum Form {
        /// One row a satellite with the first line of its output.
        FIRST_LINES,
        /// Every line of each output, behind the satellite's name.
        WHOLE,
        /// One JSON document a satellite.
        JSON
    }

    public BroadcastReport(Broadcasts broadcasts, Shell shell, Form form) {
        this.broadcasts = broadcasts;
        this.shell = shell;
        this.form = form;
    }

    public void print(BroadcastView broadcast) throws InterruptedException {
        PrintStream out = shell.streams().out();
        if (form == Form.JSON) {
            each(
                    broadcast,
                    command -> out.println(Json.WIRE.text(
                            Outcome.of(null, command).on(command.to().value()))));
            return;
        }
        summary(broadcast);
        List<String> silent = new ArrayList<>();
        Consumer<CommandView> noteSilent = command -> {
            if (command.state() == CommandState.EXPIRED || command.state() == CommandState.DEAD_LETTERED) {
                silent.add(command.to().value());
            }
        };
        if (form == Form.WHOLE) {
            each(broadcast, noteSilent.andThen(this::whole));
        } else {
            Table table = new Table("SATELLITE", "STATE", "EXIT", "OUTPUT");
            each(broadcast, noteSilent.andThen(command -> row(table, command)));
            table.print(out);
        }
        list("did not answer in time", silent);
        list("not begun", pending(broadcast));
        out.flush();
    }

    private void summary(BroadcastView broadcast) {
        String states = broadcast.counts().states().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().wireName())
                .collect(Collectors.joining(", "));
        shell.streams()
                .out()
                .println("broadcast " + broadcast.id() + " is "
                        + broadcast.state().wireName()
                        + (broadcast.reason() == null ? "" : " (" + OneLine.of(broadcast.reason()) + ")") + ": "
                        + broadcast.counts().succeeded() + " of " + broadcast.members() + " succeeded"
                        + (states.isEmpty() ? "" : "; " + states));
    }

    private void row(Table table, CommandView command) {
        Verdict verdict = Verdict.of(command);
        String output = firstLine(verdict.stdout())
                .or(() -> firstLine(verdict.stderr()))
                .orElse("");
        table.row(
                command.to().value(),
                command.state().wireName(),
                verdict.completed() ? String.valueOf(verdict.exitCode()) : "",
                OneLine.of(output.isEmpty() ? why(command, verdict) : output, LINE_MAX));
    }

    private void whole(CommandView command) {
        Verdict verdict = Verdict.of(command);
        String name = command.to().value() + ": ";
        PrintStream out = shell.streams().out();
        lines(verdict.stdout()).forEach(line -> out.println(name + line));
        lines(verdict.stderr()).forEach(line -> out.println(name + line));
        String end = verdict.completed() ? "exit code " + verdict.exitCode() : why(command, verdict);
        if (!verdict.completed() || verdict.exitCode() != 0) {
            out.println(name + "(" + command.state().wireName() + ") " + OneLine.of(end));
        }
    }

    /// Why there is no output; nothing while it is under way.
    private static String why(CommandView command, Verdict verdict) {
        if (!command.state().isTerminal() || verdict.completed()) {
            return "";
        }
        return command.reason() == null ? verdict.why() : command.reason();
    }

    private static Optional<String> firstLine(Output output) {
        return lines(output).stream().filter(line -> !line.isBlank()).findFirst();
    }

    private static List<String> lines(Output output) {
        return output.text()
                .map(text -> text.lines().map(OneLine::of).toList())
                .orElseGet(() -> List.of("(" + output.totalBytes() + " bytes, not text)"));
    }

    private void list(String what, List<String> satellites) {
        if (!satellites.isEmpty()) {
            shell.streams().out().println(what + " (" + satellites.size() + "): " + String.join(", ", satellites));
        }
    }

    private void each(BroadcastView broadcast, Consumer<CommandView> action) throws InterruptedException {
        Optional<SatelliteId> after = Optional.empty();
        do {
            BroadcastCommands page = broadcasts.commands(broadcast.id(), after).orFail();
            page.commands().forEach(action);
            after = Optional.ofNullable(page.next());
        } while (after.isPresent());
    }

    /// The members that will get no command any more.
    private List<String> pending(BroadcastView broadcast) throws InterruptedException {
        int pending = broadcast.counts().pending();
        if (pending == 0 || !broadcast.state().isTerminal()) {
            return List.of();
        }
        List<String> satellites = new ArrayList<>();
        @Nullable Integer from = broadcast.members() - pending;
        while (from != null) {
            BroadcastMembers page = broadcasts.members(broadcast.id(), from).orFail();
            page.members().forEach(satellite -> satellites.add(satellite.value()));
            from = page.next();
        }
        return satellites;
    }
}
