package io.millrace.standalone.command;

import picocli.CommandLine.Command;

@Command(name = "trainer")
public final class TrainerCommand {}
