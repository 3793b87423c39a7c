// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef NOTEANSWERS_H
#define NOTEANSWERS_H

#include <QtTest/qtest.h>

// How a person closes the window of an example while a note isn't saved, and what they answer.
inline void addNoteAnswers()
{
    QTest::addColumn<bool>("isQuit");
    QTest::addColumn<QStringList>("answers"); // the first ones are those to earlier questions
    const QString save = QStringLiteral("Save");
    const QString discard = QStringLiteral("Discard");
    const QString cancel = QStringLiteral("Cancel");
    QTest::newRow("close, save") << false << QStringList({ save });
    QTest::newRow("close, cancel, discard") << false << QStringList({ cancel, discard });
    QTest::newRow("quit, discard") << true << QStringList({ discard });
    QTest::newRow("quit, cancel twice, save") << true << QStringList({ cancel, cancel, save });
}

#endif
