package dev.perigee.cli.shell;

import java.util.concurrent.Callable;

/// A subcommand: does its work and returns the exit code. Throws `CliException` or `BadValue` for what the user is
/// told.
@FunctionalInterface
public interface ExitCoded extends Callable<Integer> {
    int run() throws InterruptedException;

    @Override
    default Integer call() throws InterruptedException {
        return run();
    }
}
