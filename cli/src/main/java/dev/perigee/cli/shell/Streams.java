package dev.perigee.cli.shell;

import java.io.InputStream;
import java.io.PrintStream;

/// The three standard streams; `errIsTerminal` says whether a person watches stderr.
public record Streams(InputStream in, PrintStream out, PrintStream err, boolean errIsTerminal) {}
