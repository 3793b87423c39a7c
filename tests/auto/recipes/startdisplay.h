// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_STARTDISPLAY_H
#define QCONDUCTOR_TESTS_STARTDISPLAY_H

#include <QConductor/Conductor>

namespace Recipes {

//! [progress]
class StartDisplay : public QObject
{
    Q_OBJECT

public:
    QStringList lines;

    explicit StartDisplay(const QConductor::Conductor &conductor)
    {
        connect(&conductor, &QConductor::Conductor::progressTextChanged, this, [&](const QString &text) {
            if (!text.isEmpty()) // as in "SearchIndex: Reading texts"
                lines += tr("%1 (%2 %)").arg(text).arg(int(100 * conductor.progress()));
        });
    }
};
//! [progress]

} // namespace Recipes

#endif
