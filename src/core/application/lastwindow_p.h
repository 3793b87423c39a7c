// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_LASTWINDOW_P_H
#define QCONDUCTOR_APPLICATION_LASTWINDOW_P_H

#include <QtCore/qobject.h>

namespace QConductor {

// While a person decides, the dialog may be the only window of the application. Qt quits the application when the last window
// is closed, and so also when the person has answered. As long as this object exists, such a quit comes only if the event loop
// goes on waiting after that: then nobody can answer any more.
class LastWindow : public QObject
{
    Q_OBJECT

public:
    LastWindow();
    ~LastWindow() override;

private Q_SLOTS:
    void closed();

private:
    void loopWaits();

    const bool m_isQuitting; // whether the application quits when its last window is closed
};

} // namespace QConductor

#endif
