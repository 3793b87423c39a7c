// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_APPLICATION_WINDOWS_P_H
#define QCONDUCTOR_APPLICATION_WINDOWS_P_H

#include <QtCore/qlist.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

namespace QConductor {

// The windows of the application. Without the Gui module, a window is an object that says of itself that it is one, and has a
// slot close() and a property "visible". The window of a QWidget is the QWindow that the widget has.
class Windows
{
public:
    void note(QObject *window);               // an object that has got an event
    QList<QPointer<QObject>> visible() const; // that have no parent window; the modal ones first, as Qt closes them
    bool isAnyOtherVisible() const;           // whether a window is left whose closing would be that of the last window

    static bool close(QObject *window); // returns whether it has agreed

private:
    QList<QPointer<QObject>> m_windows; // in the order in which they got their first event
};

} // namespace QConductor

#endif
