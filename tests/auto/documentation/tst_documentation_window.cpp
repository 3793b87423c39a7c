// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

#include <QtCore/qtimer.h>
#include <QtTest/qtest.h>
#include <QtWidgets/qwidget.h>

namespace {

class Notes : public QConductor::Component
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit Notes(QObject *parent = nullptr) : Component(parent) { }
};

// What the page about quitting shows.
int serve()
{
    //! [window]
    QConductor::Conductor conductor;
    conductor.add<Notes>();
    QWidget window;
    conductor.setWindow(&window);
    window.show();
    //! [window]
    QObject::connect(&conductor, &QConductor::Conductor::activated, &window, &QWidget::close);
    //! [serve]
    return conductor.serve();
    //! [serve]
}

} // namespace

class tst_DocumentationWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsWhenItIsClosed() // R47
    {
        QCOMPARE(serve(), 0);
    }
};

QTEST_MAIN(tst_DocumentationWindow)
#include "tst_documentation_window.moc"
