package dev.perigee.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.it.architecture.Sources.Method;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files, methods and constructors are small enough to be read in one go.
final class SourcesTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int PARAMETERS_MAX = 6;

    @Test
    void noFileHasMoreThan400Lines() {
        assertThat(Sources.files()).isNotEmpty();
        assertThat(Sources.files().entrySet())
                .filteredOn(file -> file.getValue() > FILE_LINES_MAX)
                .isEmpty();
    }

    @Test
    void noMethodHasMoreThan60Lines() throws IOException {
        List<Method> methods = Sources.methods();
        assertThat(methods).hasSizeGreaterThan(100);
        assertThat(methods)
                .filteredOn(method -> method.lines() > METHOD_LINES_MAX)
                .isEmpty();
    }

    @Test
    void noConstructorHasMoreThan6ParametersUnlessOfARecord() throws IOException {
        assertThat(Sources.methods())
                .filteredOn(method -> method.constructor() && !method.inRecord())
                .filteredOn(method -> method.parameters() > PARAMETERS_MAX)
                .isEmpty();
    }
}
