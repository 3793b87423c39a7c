// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_LEFTOUTCHECK_P_H
#define QCONDUCTOR_TEST_LEFTOUTCHECK_P_H

#include "recorder_p.h"

namespace QConductor::Test {

// Checks what holds when a setup has succeeded although the component with the id has failed: it and what requires it are
// down, everything else is Active, and the conductor tells of it.
void checkLeftOut(const Conductor &conductor, const QString &id, const QList<Recorder::Entry> &entries,
                  const Recorder::Complain &complain);

} // namespace QConductor::Test

#endif
