package info.powow.standalone.backup;

import java.util.List;

/// A command of the [ControlFolder] that the running Powow carries out: a bean of whoever has it.
public interface ControlVerb {
  /// The first word of the command.
  String verb();

  /// @param words the others
  /// @return what to print; lines are separated by line breaks
  /// @throws Refused with what to print, if it was refused
  String run(List<String> words) throws Refused;

  /// The command was refused; the message is for the person who gave it.
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }
}
